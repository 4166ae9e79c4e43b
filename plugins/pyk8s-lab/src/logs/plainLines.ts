import { PlainText } from '../console';

/**
 * The lines of a text, without colours and other escape sequences. Each line is
 * read for itself: one that ends in the middle of a sequence spoils no other.
 *
 * @param text - whole lines; the last one may lack its end
 */
export function plainLinesOf(text: string): string[] {
  return endedLines(text).flatMap(line => {
    const plain = PlainText.create().read(line);
    // A program that writes over its line makes several.
    return plain === line ? line : plain.replace(/\n$/, '').split('\n');
  });
}

function endedLines(text: string): string[] {
  const lines = text.split('\n');
  if (lines[lines.length - 1] === '') {
    lines.pop();
  }
  return lines;
}
