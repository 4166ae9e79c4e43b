import { isError, ServiceUnavailableError } from '@backstage/errors';
import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';

/** How long an API server may take to be connected to. */
const CONNECT_MS = 10_000;
/** Finds out that the other end is gone without a word. */
const PROBE_MS = 30_000;

/** What an API server has answered. */
interface Answer {
  readonly answer: IncomingMessage;
  /** The connection, after an upgrade. */
  readonly both?: { readonly socket: Socket; readonly head: Buffer };
}

/**
 * Waits for the answer to a request.
 * @param answerMs - how long it may take, for a request to upgrade
 * @throws ServiceUnavailableError when none comes
 */
export async function answerOf(
  sent: ClientRequest,
  answerMs?: number,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    sent.on('error', error => reject(noAnswer(error)));
    sent.on('response', answer => resolve({ answer }));
    sent.on('upgrade', (answer, socket, head) => {
      // Once it has been joined, what breaks it is known there.
      socket.on('error', () => undefined);
      resolve({ answer, both: { socket, head } });
    });
    if (answerMs !== undefined) {
      const known = giveUpAfter(answerMs, sent, 'answer');
      sent.once('response', known).once('upgrade', known).once('close', known);
    }
    sent.on('socket', socket => {
      socket.setKeepAlive(true, PROBE_MS);
      if (socket.connecting) {
        const known = giveUpAfter(CONNECT_MS, sent, 'connection');
        socket.once('secureConnect', known).once('close', known);
      }
    });
  });
}

/** @returns what ends it, once there is what was waited for */
function giveUpAfter(
  ms: number,
  sent: ClientRequest,
  what: string,
): () => void {
  const timer = setTimeout(
    () => sent.destroy(new Error(`no ${what} in ${ms} ms`)),
    ms,
  );
  return () => clearTimeout(timer);
}

function noAnswer(error: unknown): ServiceUnavailableError {
  const code =
    isError(error) && typeof error.code === 'string' ? error.code : '';
  return new ServiceUnavailableError(
    `The lab's API server does not answer the portal${
      code && ` (${code})`
    }: try again in a moment.`,
    error,
  );
}
