import { styleText } from 'node:util';
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
