import { stripVTControlCharacters } from 'node:util';
import { SetupError } from './SetupError.mjs';

const color = code => text =>
  process.stdout.isTTY && !process.env.NO_COLOR
    ? `\u001b[${code}m${text}\u001b[0m`
    : text;

export const bold = color(1);
export const dim = color(2);
export const red = color(31);
export const green = color(32);
export const yellow = color(33);

/** A line without terminal codes, for a file or a pipe. */
export const withoutColor = stripVTControlCharacters;

/** `4.2 s`, `1 min 05 s`. */
export function duration(ms) {
  const tenths = Math.round(ms / 100);
  if (tenths < 600) {
    return `${(tenths / 10).toFixed(1)} s`;
  }
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(
    2,
    '0',
  )} s`;
}

/** Prints the current step, with the time since the start. */
export class Progress {
  #start = Date.now();

  #write(text) {
    const elapsed = duration(Date.now() - this.#start).padStart(12);
    process.stdout.write(`${dim(`[${elapsed}]`)} ${text}\n`);
  }

  info(text) {
    this.#write(text);
  }

  warn(text) {
    this.#write(`${yellow('!')} ${text}`);
  }

  done(text) {
    this.#write(`${green('✓')} ${text}`);
  }

  /** Milliseconds since the start. */
  elapsed() {
    return Date.now() - this.#start;
  }
}

/** Prints a failure for the user; a stack trace only for unexpected errors. */
export function explain(error) {
  if (!(error instanceof SetupError)) {
    process.stderr.write(`\n${red('✗')} ${error?.stack ?? error}\n`);
    return;
  }
  process.stderr.write(`\n${red('✗')} ${error.message}\n`);
  if (error.details) {
    process.stderr.write(`${error.details.trim().replace(/^/gm, '    ')}\n`);
  }
  process.stderr.write(`  ${bold('What to do:')} ${error.remedy}\n`);
}
