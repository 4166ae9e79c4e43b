/** Longer names are no typing errors. */
const MAX_LENGTH = 40;

/**
 * The known name that an unknown one is most likely a typing error of.
 * @returns undefined where none is close
 */
export function closestName(
  unknown: string,
  known: readonly string[],
): string | undefined {
  if (unknown.length > MAX_LENGTH) {
    return undefined;
  }
  const [best] = known
    .map(name => ({
      name,
      distance: editDistance(unknown.toLowerCase(), name.toLowerCase()),
    }))
    .filter(
      ({ name, distance }) =>
        distance <= Math.max(1, Math.floor(Math.min(name.length, 9) / 3)),
    )
    .sort((a, b) => a.distance - b.distance);
  return best?.name;
}

/** The Levenshtein distance of two texts. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(
        row[j] + 1,
        next[j - 1] + 1,
        row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1),
      );
    }
    row = next;
  }
  return row[b.length];
}
