import { InputError } from '@backstage/errors';
import type { ShellSyntax } from './shellSyntax';

/** What is typed needs a shell. */
export function shellNeeded(
  line: string,
  at: number,
  syntax: ShellSyntax,
): InputError {
  const what = syntax.text === '\n' ? 'The line break' : `"${syntax.text}"`;
  const quotes = `put it in single quotes${
    syntax.example ? `, as in ${syntax.example}` : ''
  }`;
  return badCharacter(
    line,
    at,
    what,
    `would ${syntax.would} in a shell, and no shell runs here: ${syntax.instead}. If it is meant as it is, ${quotes}`,
  );
}

/**
 * @param what - names the character
 * @param why - completes the sentence, without a full stop
 */
export function badCharacter(
  line: string,
  at: number,
  what: string,
  why: string,
): InputError {
  return new InputError(`${what} ${place(line, at)} ${why}.`);
}

export function emptyLine(): InputError {
  return new InputError('There is no command: type one.');
}

/** The character at an index, whole. */
export function characterAt(line: string, at: number): string {
  return String.fromCodePoint(line.codePointAt(at) ?? 0);
}

/** A character as Unicode's tables name it. */
export function codeOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}

/** Where a character is, as people count. */
function place(line: string, at: number): string {
  const lines = line.slice(0, at).split('\n');
  const column = [...lines[lines.length - 1]].length + 1;
  return line.trim().includes('\n')
    ? `in line ${lines.length}, column ${column},`
    : `in column ${column}`;
}
