import { stripVTControlCharacters, styleText } from 'node:util';
import type { Io, Output } from '../io';

type Colour = 'green' | 'red' | 'yellow' | 'cyan' | 'dim' | 'bold';

/** Puts colours on text where they can be seen and are wanted. */
export type Style = (colour: Colour, text: string) => string;

/** Whether somebody looks at an output who can be shown movement. */
export function isLive(output: Output, env: Io['env']): boolean {
  return Boolean(output.isTTY) && env.TERM !== 'dumb' && !env.CI;
}

/** @see https://no-color.org */
export function styleFor(output: Output, env: Io['env']): Style {
  const wanted = env.FORCE_COLOR
    ? env.FORCE_COLOR !== '0'
    : Boolean(output.isTTY) && env.TERM !== 'dumb';
  return wanted && !env.NO_COLOR
    ? (colour, text) => styleText(colour, text, { validateStream: false })
    : (_colour, text) => text;
}

/** Text of others as a terminal may have it: in one line, without its controls. */
export function plain(text: string): string {
  return text
    .replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, ' ')
    .trim();
}

/**
 * As much of a text as a screen has room for, so that it can be drawn again in its
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
