import { isError, ServiceUnavailableError } from '@backstage/errors';
import type { Request, Response } from 'express';
import { request as send } from 'node:https';
import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { BadGatewayError } from '../errors';
import {
  hasBody,
  headersToCaller,
  headersToCluster,
  upgradeHeadersToCaller,
} from './kubeHeaders';
import type { KubeConnection } from './KubeConnection';
import type { KubeRequest } from './KubeRequest';
import type { UpgradedConnection } from './UpgradeRequests';

/** How long an API server may take to be connected to. */
const CONNECT_MS = 10_000;
/** Finds out that the other end is gone without a word. */
const PROBE_MS = 30_000;

/** Who asks, and where the answer goes. */
export interface KubeExchange {
  readonly req: Request;
  readonly res: Response;
  /** Aborts when whoever asks has left. */
  readonly left: AbortSignal;
  /** Ends it whenever it aborts. */
  readonly signal?: AbortSignal;
  /** Of a request that is to become a connection both ways. */
  readonly upgraded?: UpgradedConnection;
}

/** What ends a forwarded request. */
export interface ForwardOptions {
  readonly signal: AbortSignal;
  /** How long a connection both ways may be without a byte. */
  readonly idleMs: number;
}

/**
 * Forwards a request to an API server, and its answer back, both as they come and no
 * faster than they are taken. Returns at the end of it.
 *
 * This is Node.js' own client: what goes on to which side is a list here, and bodies
 * are pipelines. The proxies for Express take the other way, and forward what they
 * are not told to leave out.
 *
 * @returns the status that was answered
 * @throws ServiceUnavailableError when the API server does not answer,
 *   BadGatewayError when its answer is not for the caller; whatever the signal aborts
 *   with
 */
export async function forward(
  request: KubeRequest,
  connection: KubeConnection,
  exchange: KubeExchange,
  options: ForwardOptions,
): Promise<number> {
  const { req, res, upgraded } = exchange;
  const { signal } = options;
  const { server, agent, authorization } = connection;
  const isUpgrade = upgraded !== undefined;
  const sent = send({
    agent,
    hostname: server.hostname.replace(/^\[|\]$/g, ''),
    port: server.port || 443,
    method: request.method,
    path: `${server.pathname.replace(/\/$/, '')}${request.path}${
      request.search
    }`,
    headers: headersToCluster(req.headers, { authorization, isUpgrade }),
    signal,
  });
  const answered = answerOf(sent);
  if (isUpgrade || !hasBody(req.headers)) {
    sent.end();
  } else {
    // An answer may come before all of the body has, and tells more.
    pipeline(req, sent).catch(error => sent.destroy(error));
  }
  const { answer, both } = await answered.catch(error => {
    signal.throwIfAborted();
    throw noAnswer(error);
  });
  try {
    assertForCaller(answer);
    if (both && upgraded) {
      await joinBoth(answer, both, exchange, upgraded, options);
    } else {
      res.writeHead(answer.statusCode ?? 502, headersToCaller(answer.headers));
      res.flushHeaders();
      await pipeline(answer, res, { signal });
    }
  } catch (error) {
    // That is how watches end.
    if (!res.headersSent || !(exchange.left.aborted || res.closed)) {
      signal.throwIfAborted();
      throw error;
    }
  } finally {
    sent.destroy();
  }
  return answer.statusCode ?? 502;
}

interface Answer {
  readonly answer: IncomingMessage;
  /** The connection, where it goes on both ways from here. */
  readonly both?: { readonly socket: Socket; readonly head: Buffer };
}

async function answerOf(sent: ClientRequest): Promise<Answer> {
  return new Promise((resolve, reject) => {
    sent.on('error', reject);
    sent.on('response', answer => resolve({ answer }));
    sent.on('upgrade', (answer, socket, head) => {
      // Once it has been joined, what breaks it is known there.
      socket.on('error', () => undefined);
      resolve({ answer, both: { socket, head } });
    });
    sent.on('socket', socket => {
      socket.setKeepAlive(true, PROBE_MS);
      if (!socket.connecting) {
        return;
      }
      const timer = setTimeout(
        () => sent.destroy(new Error(`no connection in ${CONNECT_MS} ms`)),
        CONNECT_MS,
      );
      const known = () => clearTimeout(timer);
      socket.once('secureConnect', known).once('close', known);
    });
  });
}

/** @throws what is told in place of an answer that is about the portal, or leads away */
function assertForCaller({ statusCode = 0 }: IncomingMessage): void {
  if (statusCode === 401) {
    throw new ServiceUnavailableError(
      "The lab's cluster does not know the portal any more: try again in a moment.",
    );
  }
  if (statusCode >= 300 && statusCode < 400 && statusCode !== 304) {
    throw new BadGatewayError(
      `The lab's API server leads elsewhere (${statusCode}), where the portal does not follow. A service or a node often does so for want of a slash at the end.`,
    );
  }
}

/** Joins two connections until both have ended, or one has broken. */
async function joinBoth(
  answer: IncomingMessage,
  cluster: { socket: Socket; head: Buffer },
  { req, res }: KubeExchange,
  caller: UpgradedConnection,
  { signal, idleMs }: ForwardOptions,
): Promise<void> {
  const { socket } = req;
  for (const one of [socket, cluster.socket]) {
    // Those of two pipelines, beside its own.
    one.setMaxListeners(20);
  }
  socket.setKeepAlive(true, PROBE_MS);
  socket.setNoDelay(true);
  cluster.socket.setNoDelay(true);
  // All that passes in either direction passes here.
  socket.setTimeout(idleMs, () => socket.destroy());
  res.detachSocket(socket);
  const lines = Object.entries(upgradeHeadersToCaller(answer.headers)).flatMap(
    ([name, value]) => [value ?? []].flat().map(one => `${name}: ${one}\r\n`),
  );
  caller.socket.write(
    `HTTP/1.1 101 Switching Protocols\r\n${lines.join('')}\r\n`,
  );
  caller.socket.write(cluster.head);
  cluster.socket.write(caller.head);
  const end = () => {
    caller.socket.destroy();
    cluster.socket.destroy();
  };
  signal.addEventListener('abort', end);
  try {
    await Promise.all([
      pipeline(caller.socket, cluster.socket),
      pipeline(cluster.socket, caller.socket),
    ]);
  } catch {
    // One end has broken off, as terminals do: that is how sessions end.
    signal.throwIfAborted();
  } finally {
    signal.removeEventListener('abort', end);
    end();
  }
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
