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
): Promise<Omit<ClusterAnswer, 'body' | 'close'> & { body: Buffer }> {
  const {
    maxBytes = MAX_ANSWER_BYTES,
    silenceMs = SILENCE_MS,
    timeoutMs = TIMEOUT_MS,
  } = limits;
  const clock = new AnswerClock({ silenceMs, timeoutMs });
  let answer: ClusterAnswer | undefined;
  try {
    answer = await openClusterAnswer(access, {
      ...request,
      signal: AbortSignal.any([request.signal, clock.signal]),
    });
    const body = new GrowingBuffer(maxBytes);
    clock.hasMoved();
    for await (const chunk of answer.body) {
      clock.hasMoved();
      if (!body.append(chunk)) {
        throw new ClusterAnswerError(
          'the API server of the lab answers with more than the portal reads: look at it with kubectl',
        );
      }
    }
    const { status, statusMessage, headers } = answer;
    return { status, statusMessage, headers, body: body.bytes };
  } catch (error) {
    request.signal.throwIfAborted();
    clock.signal.throwIfAborted();
    throw error;
  } finally {
    clock.stop();
    answer?.close();
  }
}
