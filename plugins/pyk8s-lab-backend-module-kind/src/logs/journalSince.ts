const NEW_LINE = 0x0a;
/** `2026-12-01T09:00:00.123456+0000`, with a colon in newer systemds. */
const TIME = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3})\d*([+-]\d\d):?(\d\d) /;
/** What a line begins with that has a time; more of it need not be looked at. */
const TIME_BYTES = 40;

/**
 * Leaves out what a journal has from before an instant. All that comes after the
 * first line that is younger passes as it is.
 *
 * @returns what takes the journal in pieces, and gives what passes of each
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

/** False also for the further lines of a message, which have no time. */
function isSince(line: Buffer, since: Date): boolean {
  const time = TIME.exec(line.toString('latin1', 0, TIME_BYTES));
  return (
    time !== null &&
    Date.parse(`${time[1]}${time[2]}:${time[3]}`) >= since.getTime()
  );
}
