/** A maximal run of the characters of JSON web tokens. */
const RUN = /(?<![\w.-])[\w.-]+/g;
/** The start of a header, which is an object in base64. */
const HEADER = /\beyJ[\w-]{8}/;

/**
 * Redacts JSON web tokens in a line, such as those of service accounts. A single
 * pattern would be quadratic in a line with many headers; this reads each character a
 * fixed number of times.
 */
export function withoutWebTokens(line: string, instead: string): string {
  return line.includes('eyJ')
    ? line.replace(RUN, run => withoutTokens(run, instead))
    : line;
}

/** @param run - its parts are separated by dots; a token has three */
function withoutTokens(run: string, instead: string): string {
  const parts = run.split('.');
  const kept: string[] = [];
  for (let at = 0; at < parts.length; at++) {
    const isFollowed = at + 2 < parts.length && parts[at + 1].length >= 2;
    const begin = isFollowed ? parts[at].search(HEADER) : -1;
    if (begin === -1) {
      kept.push(parts[at]);
    } else {
      kept.push(parts[at].slice(0, begin) + instead);
      at += 2;
    }
  }
  return kept.join('.');
}
