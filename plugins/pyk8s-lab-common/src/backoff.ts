/**
 * The delay before a retry: doubled after each failure in a row.
 *
 * @param failures - how many times in a row it has failed; 1 after the first, 0 where
 *   half of the first delay is enough
 * @param options - firstMs: after the first failure; longestMs: the bound; random: from
 *   0 to 1. With it half of the delay is random, so that clients that failed together
 *   do not all retry at the same time.
 * @returns milliseconds
 * @public
 */
export function backoffMs(
  failures: number,
  options: { firstMs: number; longestMs: number; random?: number },
): number {
  const { firstMs, longestMs, random = 1 } = options;
  const full = Math.min(longestMs, firstMs * 2 ** (failures - 1));
  return Math.round(full * (0.5 + random / 2));
}
