/** What becomes of text that was pasted as a command. */
export type Pasted =
  /** Nothing has to be done: it is one line. */
  | { readonly how: 'plain' }
  /** A line that was broken with backslashes, as a shell would read it. */
  | { readonly how: 'joined'; readonly text: string }
  /** Several lines, which a field of one line would make one command of. */
  | { readonly how: 'refused'; readonly lines: number };

/** What to do with text that is pasted where one types a command. */
export function readPasted(text: string): Pasted {
  const joined = text
    .replace(/\\\r?\n/g, '')
    .replace(/^[\r\n]+|(?<![\r\n])[\r\n]+$/g, '');
  const lines = joined.split(/\r\n|\r|\n/).filter(line => line.trim() !== '');
  if (lines.length > 1) {
    return { how: 'refused', lines: lines.length };
  }
  return joined === text ? { how: 'plain' } : { how: 'joined', text: joined };
}
