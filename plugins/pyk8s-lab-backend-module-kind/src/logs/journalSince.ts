const NEW_LINE = 0x0a;
/** `2026-12-01T09:00:00.123456+0000`, with a colon in newer systemds. */
const TIME = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3})\d*([+-]\d\d):?(\d\d) /;
/** The length of the timestamp at the start of a line. */
const TIME_BYTES = 40;

/**
 * Filters the lines of a journal before a time. Everything from the first later line on
 * passes unchanged.
 *
 * @returns a function that filters a piece of the journal
 */
export function journalSince(since: Date): (chunk: Uint8Array) => Uint8Array {
  let passes = false;
  let start = Buffer.alloc(0);
  let isTooOld = false;
  return chunk => {
    if (passes) {
      return chunk;
    }
    let rest = Buffer.concat([start, chunk]);
    while (rest.length > 0) {
      const end = rest.indexOf(NEW_LINE);
      const isWhole = end >= 0 || rest.length >= TIME_BYTES;
      if (!isTooOld && !isWhole) {
        break;
      }
      if (!isTooOld && isSince(rest, since)) {
        passes = true;
        return rest;
      }
      isTooOld = end < 0;
      rest = rest.subarray(end < 0 ? rest.length : end + 1);
    }
    start = Buffer.from(rest);
    return Buffer.alloc(0);
  };
}

/** Also false for further lines of a message, which have no timestamp. */
function isSince(line: Buffer, since: Date): boolean {
  const time = TIME.exec(line.toString('latin1', 0, TIME_BYTES));
  return (
    time !== null &&
    Date.parse(`${time[1]}${time[2]}:${time[3]}`) >= since.getTime()
  );
}
