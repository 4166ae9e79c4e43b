/** RFC 3339 in the format of kubelet and containerd, including the space after it. */
const TIME =
  /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d) /;

/** The maximum length of a timestamp and its space. */
export const TIME_BYTES = 40;

/**
 * In nanoseconds since 1970, since lines around a rotation differ by less than a
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

/** The timestamp at the start of a line, if any, without the space after it. */
export function timeOf(line: string): string | undefined {
  const [found] = TIME.exec(line) ?? [];
  return found?.slice(0, -1);
}

/** The kubelet's times have equal length and are in UTC, so they compare as text. */
export function isEarlier(one: string, other: string): boolean {
  if (one.length === other.length && one.endsWith('Z') && other.endsWith('Z')) {
    return one < other;
  }
  const [time, otherTime] = [logTime(`${one} `), logTime(`${other} `)];
  return time !== undefined && otherTime !== undefined && time < otherTime;
}
