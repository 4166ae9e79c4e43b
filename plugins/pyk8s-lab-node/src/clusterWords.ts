/** As much as people read of it, in characters. */
const MAX_WORDS = 500;
/** What no text for people has: control characters, and halves of characters. */
const UNFIT = /[^\P{Cc}\t\n]|\p{Cs}/gu;
/** What would break a line, or turn its direction round. */
const NOT_ON_ONE_LINE = /[\s\p{Cc}\u202a-\u202e\u2066-\u2069]+/gu;

/**
 * A text that can be stored and shown: well-formed, without control characters but
 * tabs and line breaks, and cut where it is too long.
 *
 * @param maxLength - in characters as JavaScript counts them
 * @public
 */
export function boundedText(text: string, maxLength: number): string {
  const isCut = text.length > maxLength;
  const kept = isCut ? text.slice(0, Math.max(0, maxLength - 1)) : text;
  return `${kept.replace(UNFIT, '\ufffd')}${isCut ? '…' : ''}`;
}

/**
 * What a cluster said, for people: on one line, and not too long. A lab's owner can
 * make its cluster say anything of any length, so a provider takes every text of a
 * cluster by this.
 *
 * @param words - empty when it is not text
 * @public
 */
export function clusterWords(words: unknown, maxLength = MAX_WORDS): string {
  if (typeof words !== 'string') {
    return '';
  }
  // No more is looked at than could be kept, and room for what is left out.
  const line = words.slice(0, 2 * maxLength).replace(NOT_ON_ONE_LINE, ' ');
  return boundedText(line.trim(), maxLength);
}
