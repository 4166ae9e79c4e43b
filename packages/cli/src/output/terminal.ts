import { stripVTControlCharacters, styleText } from 'node:util';
import type { Io, Output } from '../io';

type Colour = 'green' | 'red' | 'yellow' | 'cyan' | 'dim' | 'bold';

/** Adds colours if the output supports them. */
export type Style = (colour: Colour, text: string) => string;

/** Whether an output is a terminal that can be redrawn. */
export function isInteractive(output: Output, env: Io['env']): boolean {
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

/** Untrusted text made safe for a terminal: one line, without control characters. */
export function plain(text: string): string {
  return text
    .replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, ' ')
    .trim();
}

/**
 * As much text as fits on the screen, so that it can be redrawn: lines that have
 * scrolled off cannot.
 *
 * @returns also the number of rows, because long lines take several
 */
export function fitToScreen(
  text: string,
  { columns = 80, rows = 24 }: { columns?: number; rows?: number },
): { text: string; height: number } {
  const lines = text.replace(/\n$/, '').split('\n');
  const heightOf = (line: string) =>
    Math.max(1, Math.ceil(stripVTControlCharacters(line).length / columns));
  const total = lines.reduce((sum, line) => sum + heightOf(line), 0);
  // The cursor is in the row below.
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
