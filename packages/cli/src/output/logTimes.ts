/** How the timestamp of a log line is shown. */
export type LogTimes = 'local' | 'exact' | 'none';

/** The cluster's format, with up to nine fractional digits. */
const TIME =
  /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:?\d\d)) ?/gm;

/** Log lines with their timestamps in the given format. */
export function withLogTimes(text: string, times: LogTimes): string {
  switch (times) {
    case 'exact':
      return text;
    case 'none':
      return text.replace(TIME, '');
    default:
      return text.replace(TIME, (all, time: string) => {
        const local = localTime(new Date(time));
        return local === undefined ? all : `${local} `;
      });
  }
}

/** Local time, such as `2026-11-30 21:20:48.123`. */
function localTime(at: Date): string | undefined {
  if (Number.isNaN(at.getTime())) {
    return undefined;
  }
  const two = (number: number) => String(number).padStart(2, '0');
  const day = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())];
  const time = [at.getHours(), at.getMinutes(), at.getSeconds()].map(two);
  return `${day.join('-')} ${time.join(':')}.${String(
    at.getMilliseconds(),
  ).padStart(3, '0')}`;
}
