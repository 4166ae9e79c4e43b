import { backoffMs } from '../backoff';
import { pauseFor } from './followLab';

const TRIES = 4;
const PAUSES = { firstMs: 500, longestMs: 5_000 };

/**
 * Makes a call of the API that can be repeated without harm, up to four times while its
 * error is temporary.
 *
 * @param options - isPassing: whether an error is temporary, for example while the
 *   portal restarts; pause: waits between two tries, a timer unless given
 * @throws the last error
 * @public
 */
export async function retryCall<T>(
  call: () => Promise<T>,
  options: {
    isPassing: (error: unknown) => boolean;
    pause?: (ms: number, signal: AbortSignal) => Promise<void>;
    signal?: AbortSignal;
  },
): Promise<T> {
  const { isPassing, pause = pauseFor } = options;
  const signal = options.signal ?? new AbortController().signal;
  for (let tries = 1; ; tries++) {
    try {
      return await call();
    } catch (error) {
      if (tries === TRIES || signal.aborted || !isPassing(error)) {
        throw error;
      }
      await pause(backoffMs(tries, PAUSES), signal);
    }
  }
}
