import { InputError } from '@backstage/errors';
import {
  badCharacter,
  characterAt,
  codeOf,
  emptyLine,
  shellNeeded,
} from './lineErrors';
import {
  SHELL_BRACES,
  SHELL_COMMENT,
  SHELL_HOME,
  SHELL_SUBSTITUTIONS,
  SHELL_SYNTAX,
  type ShellSyntax,
} from './shellSyntax';

/** The longest line that is read, in bytes of UTF-8. */
const MAX_BYTES = 16_384;

/** What no command holds, in quotes or not: control characters, half characters. */
const UNREADABLE = /[^\P{Cc}\t\n]|\p{Cs}/u;

/** What looks like a space, or like nothing, and would be part of a word. */
const INVISIBLE = /[^\P{Z} ]|\p{Cf}/u;

/** What word processors make of quotes. */
const TYPOGRAPHIC_QUOTES = '‘’“”';

/** A word that may go on. */
interface OpenWord {
  text: string;
  /** The character before, unless it is quoted. */
  before: string;
  /** Whether there is a brace in it that is not quoted. */
  brace: boolean;
}

/**
 * Splits a line into words as a POSIX shell does that finds nothing in it but
 * words: spaces, quotes, and backslashes, also before a line break. What a shell
 * would do beyond that is refused, in words that say what to do.
 *
 * The package `shell-quote`, which Backstage brings along, is of no use for this:
 * it hands operators and globs back as objects, replaces variables by nothing,
 * takes backticks, braces and line breaks as they are, lets a quote stay open,
 * and keeps the backslash before a backtick in double quotes.
 *
 * @throws InputError
 */
export function splitCommand(line: string): string[] {
  assertReadable(line);
  const words: string[] = [];
  let word: OpenWord | undefined;
  let at = line.search(/[^ \t\n]/);
  if (at < 0) {
    throw emptyLine();
  }
  while (at < line.length) {
    const piece = readPiece(line, at, word);
    if (piece.is === 'space') {
      if (word) {
        words.push(word.text);
      }
      word = undefined;
    } else if (piece.is === 'text') {
      word = {
        text: (word?.text ?? '') + piece.text,
        before: piece.quoted ? '' : piece.text,
        brace: word?.brace || (!piece.quoted && piece.text === '{'),
      };
    }
    at = piece.end;
  }
  if (word) {
    words.push(word.text);
  }
  if (words.length === 0) {
    throw emptyLine();
  }
  return words;
}

type Piece = { readonly end: number } & (
  | { readonly is: 'space' | 'nothing' }
  | { readonly is: 'text'; readonly text: string; readonly quoted: boolean }
);

function readPiece(
  line: string,
  at: number,
  word: OpenWord | undefined,
): Piece {
  switch (line[at]) {
    case "'":
      return readSingleQuoted(line, at);
    case '"':
      return readDoubleQuoted(line, at);
    case '\\':
      return readEscaped(line, at);
    case ' ':
    case '\t':
      return { is: 'space', end: at + 1 };
    default:
      // Line breaks at the end come from copying.
      if (/^\n[ \t\n]*$/.test(line.slice(at))) {
        return { is: 'space', end: line.length };
      }
      return readBare(line, at, word);
  }
}

function readSingleQuoted(line: string, at: number): Piece {
  const close = line.indexOf("'", at + 1);
  if (close < 0) {
    throw badCharacter(
      line,
      at,
      `The quote ${line[at]}`,
      'is never closed: close it, or put a backslash before it if it is meant as it is',
    );
  }
  const text = line.slice(at + 1, close);
  return { is: 'text', text, quoted: true, end: close + 1 };
}

function readDoubleQuoted(line: string, at: number): Piece {
  let text = '';
  for (let i = at + 1; i < line.length; i++) {
    const char = line[i];
    if (char === '"') {
      return { is: 'text', text, quoted: true, end: i + 1 };
    }
    const substitution = find(SHELL_SUBSTITUTIONS, line, i);
    if (substitution) {
      throw shellNeeded(line, i, substitution);
    }
    // In double quotes a backslash is one, except before these.
    if (char === '\\' && /^[$`"\\\n]/.test(line.slice(i + 1, i + 2))) {
      i++;
      text += line[i] === '\n' ? '' : line[i];
    } else {
      text += char;
    }
  }
  throw badCharacter(
    line,
    at,
    `The quote ${line[at]}`,
    'is never closed: close it, or put a backslash before it if it is meant as it is',
  );
}

function readEscaped(line: string, at: number): Piece {
  if (at + 1 === line.length) {
    throw badCharacter(
      line,
      at,
      'The backslash',
      'is the end of the command: leave it out, or write two for one that is meant as it is',
    );
  }
  const text = characterAt(line, at + 1);
  const end = at + 1 + text.length;
  return text === '\n'
    ? { is: 'nothing', end }
    : { is: 'text', text, quoted: true, end };
}

function readBare(line: string, at: number, word: OpenWord | undefined): Piece {
  const syntax =
    find(SHELL_SYNTAX, line, at) ??
    find(SHELL_SUBSTITUTIONS, line, at) ??
    findByPlace(line, at, word);
  if (syntax) {
    throw shellNeeded(line, at, syntax);
  }
  const text = characterAt(line, at);
  if (INVISIBLE.test(text)) {
    throw badCharacter(
      line,
      at,
      `The character ${codeOf(text)}`,
      'cannot be seen, but would be part of a word: type a space, or put it in quotes if it is meant as it is',
    );
  }
  if (TYPOGRAPHIC_QUOTES.includes(text)) {
    throw badCharacter(
      line,
      at,
      text,
      `is a quote of printed text: type ' or ", or put it in quotes if it is meant as it is`,
    );
  }
  return { is: 'text', text, quoted: false, end: at + text.length };
}

/** What means something to a shell in some places only. */
function findByPlace(
  line: string,
  at: number,
  word: OpenWord | undefined,
): ShellSyntax | undefined {
  const char = line[at];
  if (char === '#' && !word) {
    return SHELL_COMMENT;
  }
  if (char === '~' && (!word || /[=:]/.test(word.before))) {
    return SHELL_HOME;
  }
  if (word?.brace) {
    // The two dots may have a line break between them that does not count.
    const text = char === '.' && word.before === '.' ? '..' : char;
    return SHELL_BRACES.find(syntax => syntax.text === text);
  }
  return undefined;
}

function find(
  syntax: readonly ShellSyntax[],
  line: string,
  at: number,
): ShellSyntax | undefined {
  return syntax.find(({ text }) => line.startsWith(text, at));
}

function assertReadable(line: string): void {
  if (Buffer.byteLength(line) > MAX_BYTES) {
    throw new InputError(
      `The command is too long: ${
        MAX_BYTES / 1024
      } KiB are the most. Send long text as the command's input.`,
    );
  }
  const at = line.search(UNREADABLE);
  if (at >= 0) {
    throw badCharacter(
      line,
      at,
      `The character ${codeOf(characterAt(line, at))}`,
      'can be in no command: take it out',
    );
  }
}
