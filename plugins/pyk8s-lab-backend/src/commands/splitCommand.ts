import { InputError } from '@backstage/errors';
import { parse, type ParsedScript, type Word } from 'unbash';
import { assertReadable, codeOf, refuseAt } from './lineErrors';

const ONE_BY_ONE = 'send the commands one by one';
const THE_VALUE = 'write the value itself';
const THE_WORDS = 'write the words themselves';
const JSON_PATH = `, as in -o jsonpath='{.items[*].metadata.name}'`;

/** What means something between words, and what to do without it. */
const OPERATOR = /&&|\|\||[|&;<>()#=]/;
const INSTEAD: ReadonlyMap<string, string> = new Map([
  [
    '|',
    'let the command choose what it prints, as "kubectl get" does with -l, --field-selector and -o jsonpath',
  ],
  ['&', 'leave it out, since a command runs until it ends'],
  ['>', 'leave it out, since what is printed is the answer'],
  ['<', 'send what the command is to read as its input'],
  ['#', 'leave the comment out'],
  ['=', 'leave the variable out, and begin with the program'],
  [
    '\n',
    `${ONE_BY_ONE}, or end a line with a backslash to continue in the next`,
  ],
]);

/** What means something in words without quotes, where NUL stands for no character. */
const EXPANSION = /[$`]|(?:^|[=:])\0*(?=~)/;
const PATTERN = /[*?[()]/;
const LIST = /,|\.\0*\./;

/** What looks like a space or a quote, or like nothing, and is part of a word. */
const MISTYPED = /[^\P{Z} ]|\p{Cf}|[‘’“”]/u;

/**
 * Splits a line into the arguments that a shell would give to a program: spaces,
 * quotes and backslashes. What a shell would do beyond that is refused, with a message
 * that says what to do instead.
 *
 * The parser reads whole scripts. Packages that only split (`shell-quote`, `shlex`,
 * `shellwords`) read some backslashes and quotes otherwise than a shell, or do not say
 * what was quoted.
 *
 * @throws InputError
 */
export function splitCommand(line: string): string[] {
  assertReadable(line);
  if (/(?<!\\)(?:\\\\)*\\$/.test(line)) {
    throw refuseAt(
      line,
      line.length - 1,
      'The backslash',
      'is the end of the command: leave it out, or write two for one that is meant as it is',
    );
  }
  const script = parseLine(line);
  const words = firstCommand(line, script);
  let end = 0;
  for (const word of words) {
    assertBlank(line, end, word.pos);
    assertPlain(line, word);
    end = word.end;
  }
  assertBlank(line, end, line.length);
  const [error] = script.errors ?? [];
  if (error) {
    throw refuseAt(
      line,
      Math.min(error.pos, line.length - 1),
      'The command',
      `cannot be read (${error.message}): close each quote, and put what is meant as it is in single quotes`,
    );
  }
  if (words.length === 0) {
    throw new InputError('There is no command: type one.');
  }
  return words.map(({ value }) => value);
}

function parseLine(line: string): ParsedScript {
  try {
    return parse(line);
  } catch (error) {
    if (error instanceof RangeError) {
      throw new InputError(
        'The command cannot be read: substitutions are nested too deep. No shell runs here: write the values themselves.',
      );
    }
    throw error;
  }
}

/** The words of the first command; there may be others, which are refused later. */
function firstCommand(line: string, { commands }: ParsedScript): Word[] {
  let command = commands[0]?.command;
  while (command?.type === 'Pipeline' || command?.type === 'AndOr') {
    command = command.commands[0];
  }
  if (command && command.type !== 'Command') {
    const [word] = /^(?:\w+|.)/su.exec(line.slice(command.pos)) ?? [''];
    throw shellNeeded(line, command.pos, word, ONE_BY_ONE);
  }
  return [command?.name, ...(command?.suffix ?? [])].filter(
    (item): item is Word => item?.type === 'Word',
  );
}

/**
 * Refuses what is between words and is no space: operators, variables, comments, and
 * what the parser, which tolerates much, has skipped.
 */
function assertBlank(line: string, from: number, to: number): void {
  const gap = line.slice(from, to).replaceAll('\\\n', '  ');
  const first = gap.search(/[^ \t\n]/);
  if (first < 0) {
    return;
  }
  // Line breaks before the command mean nothing.
  const lineBreak = from === 0 ? -1 : gap.lastIndexOf('\n', first);
  const found = OPERATOR.exec(gap) ?? { 0: gap[first], index: first };
  const [at, sign] =
    lineBreak < 0 ? [found.index, found[0]] : [lineBreak, '\n'];
  throw shellNeeded(line, from + at, sign, INSTEAD.get(sign) ?? ONE_BY_ONE);
}

/** @throws InputError where a shell would not take a word as it is written */
function assertPlain(line: string, word: Word): void {
  const bare = withoutQuoted(word);
  const expansion = EXPANSION.exec(bare);
  if (expansion) {
    const at = expansion.index + expansion[0].replace(/[$`]$/, '').length;
    throw shellNeeded(line, word.pos + at, bare[at], THE_VALUE);
  }
  const brace = bare.indexOf('{');
  const isList = brace >= 0 && LIST.test(bare.slice(brace));
  const at = isList ? brace : bare.search(PATTERN);
  if (at >= 0) {
    throw shellNeeded(line, word.pos + at, bare[at], THE_WORDS, JSON_PATH);
  }
  const mistyped = bare.search(MISTYPED);
  if (mistyped >= 0) {
    throw refuseAt(
      line,
      word.pos + mistyped,
      `The character ${codeOf(bare, mistyped)}`,
      'looks like a space, a quote or nothing, and would be part of a word: type a plain one, or put it in single quotes if it is meant as it is',
    );
  }
}

/**
 * The text of a word, as long as it is written, with "_" in place of what is quoted or
 * behind a backslash. Only what is replaced in double quotes, too, stays in them.
 */
function withoutQuoted({ text, parts, pos }: Word): string {
  const hide = (escaped: string) =>
    (escaped === '\\\n' ? '\0' : '_').repeat(escaped.length);
  const literal = { type: 'Literal' as const, pos, text };
  return (parts ?? [literal])
    .map(part => {
      if (part.type === 'SingleQuoted') {
        return '_'.repeat(part.text.length);
      }
      const bare = part.text.replace(/\\[^]/gu, hide);
      return part.type === 'DoubleQuoted' ? bare.replace(/[^$`]/g, '_') : bare;
    })
    .join('');
}

function shellNeeded(
  line: string,
  at: number,
  what: string,
  instead: string,
  example = '',
): InputError {
  return refuseAt(
    line,
    at,
    what === '\n' ? 'The line break' : `"${what}"`,
    `needs a shell, and no shell runs here: ${instead}. If it is meant as it is, put it in single quotes${example}`,
  );
}
