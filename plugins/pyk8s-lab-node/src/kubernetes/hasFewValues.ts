const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const BRACKET = 0x5b;
const BRACE = 0x7b;
const SPACE = 0x20;

/**
 * Whether a text of JSON has at most so many values. It is scanned, not parsed: two
 * bytes of JSON can become an object of a hundred bytes.
 */
export function hasFewValues(json: Uint8Array, most: number): boolean {
  let begin = 0;
  while (begin < json.length && json[begin] <= SPACE) {
    begin += 1;
  }
  if (json[begin] !== BRACE && json[begin] !== BRACKET) {
    // Other texts are not parsed.
    return true;
  }
  let values = 0;
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
      if (values > most) {
        return false;
      }
    }
  }
  return true;
}
