/**
 * The pause before a step that failed is tried again: 2 s, doubled each time, 60
 * s at most.
 *
 * @param failures - how many times in a row it has failed; 0 for one that has only
 *   waited, which is tried again after 1 s
 * @returns milliseconds
 */
export function backoffMs(failures: number): number {
  return Math.min(60_000, 1_000 * 2 ** Math.min(failures, 6));
}
