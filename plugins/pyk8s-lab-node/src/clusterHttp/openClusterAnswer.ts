import {
  request as overHttp,
  type ClientRequest,
  type IncomingMessage,
} from 'node:http';
import { request as overHttps } from 'node:https';
import type { ClusterAccess } from '../kubeconfig';
import { ClusterAnswerError } from './ClusterAnswerError';
import { connectionOptions } from './connectionOptions';
import { limitInterimAnswers } from './limitInterimAnswers';

/** Kubernetes answers with less than 1 KB of headers. */
const MAX_HEADER_BYTES = 16 * 2 ** 10;
/** When the kernel starts to probe the other side of an idle connection. */
const KEEP_ALIVE_MS = 30_000;

/**
 * A request to an API server.
 *
 * @public
 */
export interface ClusterRequest {
  /** The path and the query, after the server's URL. */
  readonly path: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Ends the request, the reading of the answer included. */
  readonly signal: AbortSignal;
  /** Called once the connection is there. */
  readonly onConnected?: () => void;
}

/**
 * An answer of an API server, whose body has not been read. It comes no faster than
 * it is read.
 *
 * @public
 */
export interface ClusterAnswer {
  readonly status: number;
  /** Written by the server: bound it before it is shown. */
  readonly statusMessage: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: AsyncIterable<Buffer>;
  /** Ends the connection. */
  close(): void;
}

/**
 * Asks an API server, which may be anything that the lab's owner has made of it:
 * headers are bounded, a compressed answer is refused, and a redirect is an answer
 * like any other, which is never followed. The body has no limit of its own; most
 * callers want {@link readClusterAnswer}.
 *
 * @throws ClusterAnswerError for an answer that is compressed; the error of the
 *   connection; or what the signal is aborted with
 * @public
 */
export async function openClusterAnswer(
  access: ClusterAccess,
  request: ClusterRequest,
): Promise<ClusterAnswer> {
  const { signal } = request;
  signal.throwIfAborted();
  const sent = send(access, request);
  // Late errors without a listener must not end the process.
  sent.on('error', () => undefined);
  try {
    const answer = await answerTo(sent);
    const coding = answer.headers['content-encoding'] ?? 'identity';
    if (coding !== 'identity') {
      throw new ClusterAnswerError(
        'the API server of the lab answers with compressed content, which the portal does not read',
      );
    }
    return {
      status: answer.statusCode ?? 0,
      statusMessage: answer.statusMessage ?? '',
      headers: headersOf(answer),
      body: answer,
      close: () => sent.destroy(),
    };
  } catch (error) {
    sent.destroy();
    signal.throwIfAborted();
    throw error;
  }
}

function send(access: ClusterAccess, request: ClusterRequest): ClientRequest {
  const { path, method = 'GET', headers, body, signal, onConnected } = request;
  if (!path.startsWith('/')) {
    // It would be read as a part of the server's name or port.
    throw new Error('The path of a request to a lab must begin with a slash.');
  }
  const url = new URL(`${access.server.replace(/\/$/, '')}${path}`);
  const { agent, headers: own } = connectionOptions(access);
  const begin = url.protocol === 'https:' ? overHttps : overHttp;
  const sent = begin(url, {
    agent,
    method,
    signal,
    maxHeaderSize: MAX_HEADER_BYTES,
    headers: { ...headers, ...own, 'Accept-Encoding': 'identity' },
  });
  limitInterimAnswers(sent);
  sent.once('socket', socket => {
    socket.setKeepAlive(true, KEEP_ALIVE_MS);
    if (onConnected) {
      const event = 'encrypted' in socket ? 'secureConnect' : 'connect';
      socket.once(event, onConnected);
    }
  });
  sent.end(body);
  return sent;
}

async function answerTo(sent: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    sent.once('response', resolve);
    sent.once('error', reject);
    // An upgrade that was not requested is no error.
    sent.once('close', () =>
      reject(
        new ClusterAnswerError(
          'the API server of the lab ended the connection without an answer',
        ),
      ),
    );
  });
}

function headersOf(answer: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(answer.headers).map(([name, value]) => [
      name,
      String(value ?? ''),
    ]),
  );
}
