import { stripVTControlCharacters } from 'node:util';

/**
 * As much of a text as a screen has room for, so that it can be drawn anew in its
 * place: lines that have scrolled away cannot.
 *
 * @returns also how many rows it takes, as lines that are too long take several
 */
export function fitted(
  text: string,
  { columns = 80, rows = 24 }: { columns?: number; rows?: number },
): { text: string; height: number } {
  const lines = text.replace(/\n$/, '').split('\n');
  const heightOf = (line: string) =>
    Math.max(1, Math.ceil(stripVTControlCharacters(line).length / columns));
  const total = lines.reduce((sum, line) => sum + heightOf(line), 0);
  // The cursor stands in the row below.
  const room = Math.max(1, rows - 1);
  if (total <= room) {
    return { text: `${lines.join('\n')}\n`, height: total };
  }
  const shown: string[] = [];
  let height = 1;
  for (const line of lines) {
    height += heightOf(line);
    if (height > room) {
      height -= heightOf(line);
      break;
    }
    shown.push(line);
  }
  const rest = `… and ${lines.length - shown.length} more`.slice(0, columns);
  return { text: `${[...shown, rest].join('\n')}\n`, height };
}
