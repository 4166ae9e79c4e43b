/** RFC 3339 as kubelet and containerd write it, up to the space behind it. */
const TIME =
  /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d) /;

/** No time with its space is longer. */
export const TIME_BYTES = 40;

/**
 * Nanoseconds since 1970: lines on both sides of a rotation differ by less than a
 * millisecond.
 *
 * @param line - its first {@link TIME_BYTES} are enough
 */
export function logTime(line: string): bigint | undefined {
  const [, seconds, fraction = '', zone] = TIME.exec(line) ?? [];
  const ms = seconds === undefined ? NaN : Date.parse(seconds + zone);
  return Number.isNaN(ms)
    ? undefined
    : BigInt(ms) * 1_000_000n + BigInt(fraction.padEnd(9, '0'));
}

/** What a line begins with, if that is a time: without the space behind it. */
export function timeOf(line: string): string | undefined {
  const [found] = TIME.exec(line) ?? [];
  return found?.slice(0, -1);
}

/** kubelet writes times of equal length, in UTC, which compare as text. */
export function isEarlier(one: string, other: string): boolean {
  if (one.length === other.length && one.endsWith('Z') && other.endsWith('Z')) {
    return one < other;
  }
  const [time, otherTime] = [logTime(`${one} `), logTime(`${other} `)];
  return time !== undefined && otherTime !== undefined && time < otherTime;
}
