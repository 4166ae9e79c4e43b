import { setTimeout as delay } from 'node:timers/promises';
import { InterruptedError } from '../errors';
import type { Io } from '../io';

/** The longest Retry-After that is honoured. */
const MAX_SECONDS = 60;

/**
 * `fetch` that retries once when the portal answers with 429 and a Retry-After of at
 * most a minute. Bodies that can be read only once are not sent again.
 */
export function retryLater(
  send: typeof fetch,
  { stderr, signal }: Pick<Io, 'stderr' | 'signal'>,
): typeof fetch {
  return async (input, init) => {
    const answer = await send(input, init);
    const seconds = secondsUntilRetry(answer);
    if (seconds === undefined || init?.body instanceof ReadableStream) {
      return answer;
    }
    await answer.body?.cancel();
    stderr.write(
      `pyk8s: too many requests: trying again in ${seconds}s, as the portal asks.\n`,
    );
    const ends = [signal, init?.signal].filter(each => !!each);
    try {
      await delay(seconds * 1_000, undefined, {
        signal: AbortSignal.any(ends),
      });
    } catch (error) {
      throw signal.aborted ? new InterruptedError() : error;
    }
    return send(input, init);
  };
}

function secondsUntilRetry({ status, headers }: Response): number | undefined {
  const value = headers.get('Retry-After') ?? '';
  if (status !== 429 || !/^\d{1,2}$/.test(value)) {
    return undefined;
  }
  const seconds = Number(value);
  return seconds <= MAX_SECONDS ? seconds : undefined;
}
