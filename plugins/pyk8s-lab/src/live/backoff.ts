const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;

/**
 * How long to wait before another attempt to connect: twice as long after each
 * failure, up to half a minute. A random part keeps the browsers of a whole
 * company from coming back in the same instant after a restart of the backend.
 *
 * @param failures - how many attempts in a row have failed, from 1
 * @param random - a number from 0 to 1
 * @returns milliseconds
 */
export function backoffMs(failures: number, random = Math.random()): number {
  const longest = Math.min(
    LONGEST_WAIT_MS,
    FIRST_WAIT_MS * 2 ** (Math.max(1, failures) - 1),
  );
  return Math.round(longest * (0.5 + random / 2));
}
