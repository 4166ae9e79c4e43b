/** What Kubernetes and journals put before a line, such as 2026-12-01T09:00:00.123456789Z. */
const STAMP =
  /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d))(?= |$)/;

/** A line of a log whose time is written for people. */
export interface StampedLine {
  /** The time as the log has it. */
  readonly stamp: string;
  /** The line with the reader's time of day in its place. */
  readonly text: string;
}

/** How many characters a time of day takes. */
export const TIME_LENGTH = '00:00:00.000'.length;

/**
 * Writes the time at the beginning of a line in the reader's time zone, to the
 * millisecond.
 *
 * @returns undefined for a line that begins with no time
 */
export function readStamp(line: string): StampedLine | undefined {
  const stamp = STAMP.exec(line)?.[1];
  if (!stamp) {
    return undefined;
  }
  const at = new Date(toIso(stamp));
  return Number.isNaN(at.getTime())
    ? undefined
    : { stamp, text: timeOfDay(at) + line.slice(stamp.length) };
}

/** Only three digits are sure to be read, and only a zone with a colon. */
function toIso(stamp: string): string {
  return stamp
    .replace(',', '.')
    .replace(/\.(\d{1,3})\d*/, '.$1')
    .replace(/([+-]\d\d)(\d\d)$/, '$1:$2');
}

function timeOfDay(at: Date): string {
  const two = (amount: number) => String(amount).padStart(2, '0');
  const milliseconds = String(at.getMilliseconds()).padStart(3, '0');
  return `${two(at.getHours())}:${two(at.getMinutes())}:${two(
    at.getSeconds(),
  )}.${milliseconds}`;
}
