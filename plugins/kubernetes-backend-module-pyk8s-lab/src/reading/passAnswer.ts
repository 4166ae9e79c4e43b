import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import {
  ClusterAnswerError,
  openClusterAnswer,
  UNTRUSTED_CONTENT_HEADERS,
  type ClusterAccess,
  type ClusterRequest,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';

/** The kubelet rotates the log of a container at 10 MiB. */
const MAX_BYTES = 16 * 2 ** 20;
/** Until the response headers. */
const BEGIN_MS = 20_000;
/** For the whole response; clients restart watches. */
const WHOLE_MS = 10 * 60_000;

/**
 * Streams a response of a lab with backpressure and an allow list of headers. It ends
 * when the caller disconnects.
 * @throws ClusterAnswerError for a response that is not passed on, also while it is
 *   streamed
 */
export async function passAnswer(
  access: ClusterAccess,
  request: Omit<ClusterRequest, 'signal'>,
  res: ServerResponse,
): Promise<void> {
  const left = new AbortController();
  const leave = () => {
    if (!res.writableFinished) {
      left.abort(new ClusterAnswerError('the caller left before its end'));
    }
  };
  res.once('close', leave);
  const begin = limit(BEGIN_MS, 'the API server of the lab sent nothing');
  const whole = limit(WHOLE_MS, 'the API server of the lab did not finish');
  const signal = AbortSignal.any([left.signal, begin.signal, whole.signal]);
  try {
    const answer = await openClusterAnswer(access, { ...request, signal });
    begin.clear();
    try {
      assertPassable(answer.status, answer.headers);
      res.writeHead(answer.status, {
        'Content-Type':
          answer.headers['content-type'] ?? 'application/octet-stream',
        ...UNTRUSTED_CONTENT_HEADERS,
      });
      res.flushHeaders();
      await pipeline(upTo(MAX_BYTES, answer.body), res, { signal });
    } finally {
      answer.close();
    }
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    begin.clear();
    whole.clear();
    res.off('close', leave);
  }
}

function assertPassable(
  status: number,
  headers: Readonly<Record<string, string>>,
): void {
  if (status >= 300 && status < 400) {
    throw new ClusterAnswerError(
      `the API server of the lab redirects (${status}), which the portal does not follow`,
    );
  }
  if (status < 200 || status > 599 || status === 401) {
    throw new ClusterAnswerError(
      `the API server of the lab answers with ${status}`,
    );
  }
  if (Number(headers['content-length'] ?? 0) > MAX_BYTES) {
    throw tooMuch();
  }
}

async function* upTo(
  maxBytes: number,
  body: AsyncIterable<Buffer>,
): AsyncGenerator<Buffer, void> {
  let bytes = 0;
  for await (const piece of body) {
    bytes += piece.length;
    if (bytes > maxBytes) {
      throw tooMuch();
    }
    yield piece;
  }
}

function tooMuch(): ClusterAnswerError {
  return new ClusterAnswerError(
    'the API server of the lab answers with more than the portal passes on: use kubectl',
  );
}

function limit(
  ms: number,
  what: string,
): { signal: AbortSignal; clear: () => void } {
  const controller = new AbortController();
  const timer = setTimeout(
    () =>
      controller.abort(
        new ClusterAnswerError(`${what} within ${ms / 1_000} s`),
      ),
    ms,
  );
  return { signal: controller.signal, clear: () => clearTimeout(timer) };
}
