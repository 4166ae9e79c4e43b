import type { ClusterAccess } from '../kubeconfig';
import { AnswerClock } from './AnswerClock';
import { ClusterAnswerError } from './ClusterAnswerError';
import { GrowingBuffer } from './GrowingBuffer';
import {
  openClusterAnswer,
  type ClusterAnswer,
  type ClusterRequest,
} from './openClusterAnswer';

/**
 * How much is read of an answer, and for how long.
 *
 * @public
 */
export interface ClusterAnswerLimits {
  /** Of the body; 8 MiB unless given. */
  readonly maxBytes?: number;
  /** Of several answers together: what comes is taken off here. */
  readonly budget?: { bytesLeft: number };
  /** For the headers, and for each piece of the body after them; 20 s unless given. */
  readonly silenceMs?: number;
  /** For the whole answer; a minute unless given. */
  readonly timeoutMs?: number;
}

/** A page of pods with all that they say, and what etcd can hold, is less. */
const MAX_ANSWER_BYTES = 8 * 2 ** 20;
const SILENCE_MS = 20_000;
const TIMEOUT_MS = 60_000;

/**
 * An answer without its body.
 *
 * @public
 */
export type ClusterAnswerHead = Omit<ClusterAnswer, 'body' | 'close'>;

/**
 * Asks an API server like {@link openClusterAnswer}, and reads the whole answer as
 * long as it is within the limits.
 *
 * @throws ClusterAnswerError when it is not
 * @public
 */
export async function readClusterAnswer(
  access: ClusterAccess,
  request: ClusterRequest,
  limits: ClusterAnswerLimits = {},
): Promise<ClusterAnswerHead & { body: Buffer }> {
  const body = new GrowingBuffer(limits.maxBytes ?? MAX_ANSWER_BYTES);
  const head = await takeClusterAnswer(access, request, limits, piece =>
    body.append(piece),
  );
  return { ...head, body: body.bytes };
}

/**
 * Asks an API server like {@link openClusterAnswer}, and hands on the answer in
 * pieces, of which none is kept, as long as it is within the limits.
 *
 * @param take - returns false when it wants no more
 * @throws ClusterAnswerError when the answer is not within the limits
 * @public
 */
export async function takeClusterAnswer(
  access: ClusterAccess,
  request: ClusterRequest,
  limits: ClusterAnswerLimits,
  take: (piece: Buffer) => boolean,
): Promise<ClusterAnswerHead> {
  const {
    maxBytes = MAX_ANSWER_BYTES,
    budget,
    silenceMs = SILENCE_MS,
    timeoutMs = TIMEOUT_MS,
  } = limits;
  if (budget && budget.bytesLeft <= 0) {
    throw tooMuch();
  }
  const clock = new AnswerClock({ silenceMs, timeoutMs });
  let answer: ClusterAnswer | undefined;
  try {
    answer = await openClusterAnswer(access, {
      ...request,
      signal: AbortSignal.any([request.signal, clock.signal]),
    });
    let bytes = 0;
    clock.hasMoved();
    for await (const piece of answer.body) {
      clock.hasMoved();
      bytes += piece.length;
      if (budget) {
        budget.bytesLeft -= piece.length;
      }
      if (bytes > maxBytes || (budget && budget.bytesLeft < 0)) {
        throw tooMuch();
      }
      if (!take(piece)) {
        break;
      }
    }
    const { status, statusMessage, headers } = answer;
    return { status, statusMessage, headers };
  } catch (error) {
    request.signal.throwIfAborted();
    clock.signal.throwIfAborted();
    throw error;
  } finally {
    clock.stop();
    answer?.close();
  }
}

function tooMuch(): ClusterAnswerError {
  return new ClusterAnswerError(
    'the API server of the lab answers with more than the portal reads: look at it with kubectl',
  );
}
