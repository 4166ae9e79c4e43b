import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';

/**
 * Works out how far the server's clock is ahead of this machine's, so that a
 * wrong local clock shifts no countdown. Each lab that arrives tells: its
 * `secondsLeft` is what the server's clock showed until `expiresAt`.
 *
 * @remarks
 * `secondsLeft` is whole seconds, so a lab tells the offset to within a second.
 * The offset moves only as far as it must to fit, and so settles: times on the
 * page do not jitter.
 *
 * @param offsetMs - the estimate so far, 0 at first
 * @param lab - as it has just arrived
 * @param receivedAt - when it arrived, by the local clock
 * @returns milliseconds to add to the local clock
 */
export function adjustClockOffset(
  offsetMs: number,
  lab: Lab,
  receivedAt: number,
): number {
  // 0 says that the time is over, not since when.
  if (!lab.expiresAt || !lab.secondsLeft) {
    return offsetMs;
  }
  const highest =
    Date.parse(lab.expiresAt) - lab.secondsLeft * 1_000 - receivedAt;
  const lowest = highest - 1_000;
  return Math.min(Math.max(offsetMs, lowest), highest);
}
