const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const BRACKET = 0x5b;
const BRACE = 0x7b;
const CLOSING_BRACKET = 0x5d;
const CLOSING_BRACE = 0x7d;
const SPACE = 0x20;

/** What is nested some thousand levels deep can be parsed, but not written again. */
const MAX_DEPTH = 500;

/**
 * Counts the values of a text of JSON. It is scanned, not parsed: two bytes of JSON
 * can become an object of a hundred bytes.
 *
 * @returns 0 for what is neither an object nor a list; undefined where there are more
 *   than `most`, or values are nested more than 500 levels deep
 * @public
 */
export function countJsonValues(
  json: Uint8Array,
  most: number,
): number | undefined {
  let begin = 0;
  while (begin < json.length && json[begin] <= SPACE) {
    begin += 1;
  }
  if (json[begin] !== BRACE && json[begin] !== BRACKET) {
    return 0;
  }
  let values = 0;
  let depth = 0;
  let isString = false;
  for (let at = begin; at < json.length; at++) {
    const byte = json[at];
    if (isString) {
      if (byte === BACKSLASH) {
        at += 1;
      } else if (byte === QUOTE) {
        isString = false;
      }
    } else if (byte === QUOTE) {
      isString = true;
    } else if (byte === COMMA || byte === BRACKET || byte === BRACE) {
      values += 1;
      depth += byte === COMMA ? 0 : 1;
      if (values > most || depth > MAX_DEPTH) {
        return undefined;
      }
    } else if (byte === CLOSING_BRACKET || byte === CLOSING_BRACE) {
      depth -= 1;
    }
  }
  return values;
}
