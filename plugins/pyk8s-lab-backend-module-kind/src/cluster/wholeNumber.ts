/**
 * A count that a cluster gives out, of which the client does not check that it is one.
 * @returns 0 for anything else
 */
export function wholeNumber(value: unknown): number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
    ? value
    : 0;
}
