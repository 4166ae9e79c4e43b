/** Words that mean nothing to a shell, wherever they are in a line. */
const PLAIN = /^[A-Za-z0-9_@%+=:,./-]+$/;

/**
 * Writes arguments as the one line that the API takes, so that it reads from it
 * exactly these arguments.
 *
 * @param words - as the person's own shell has taken them apart
 */
export function quoteCommand(words: readonly string[]): string {
  return words
    .map(word =>
      PLAIN.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`,
    )
    .join(' ');
}
