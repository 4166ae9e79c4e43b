import { InputError } from '@backstage/errors';

/** The longest command that is read, in bytes of UTF-8. */
const MAX_BYTES = 16_384;

/** What no command holds, in quotes or not: control characters, half characters. */
const UNREADABLE = /[^\P{Cc}\t\n]|\p{Cs}/u;

/**
 * @param texts - a line, or arguments
 * @throws InputError when they are too long, or hold what no command may hold
 */
export function assertReadable(...texts: readonly string[]): void {
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  if (bytes > MAX_BYTES) {
    throw new InputError(
      `The command is too long: ${
        MAX_BYTES / 1024
      } KiB are the most. Send long text as the command's input.`,
    );
  }
  for (const text of texts) {
    const at = text.search(UNREADABLE);
    if (at >= 0) {
      throw refuseAt(
        text,
        at,
        `The character ${codeOf(text, at)}`,
        'is not allowed: remove it',
      );
    }
  }
}

/**
 * @param what - names what is wrong
 * @param why - completes the sentence, without a full stop
 */
export function refuseAt(
  line: string,
  at: number,
  what: string,
  why: string,
): InputError {
  return new InputError(`${what} ${place(line, at)} ${why}.`);
}

/** The character at an index, as Unicode's tables name it. */
export function codeOf(text: string, at: number): string {
  const code = text.codePointAt(at) ?? 0;
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
