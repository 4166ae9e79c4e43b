import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Random } from '@internal/test-utils';
import { splitCommand } from './splitCommand';

describe('splitCommand', () => {
  it.each<[string, string[]]>([
    ['kubectl get pods', ['kubectl', 'get', 'pods']],
    ['  kubectl\tget   pods \n', ['kubectl', 'get', 'pods']],
    [`a '' "" b`, ['a', '', '', 'b']],
    [`a'b "c'"d 'e"f`, [`ab "cd 'ef`]],
    [`-o jsonpath='{.items[*]}'`, ['-o', 'jsonpath={.items[*]}']],
    ['-o jsonpath={.metadata.name}', ['-o', 'jsonpath={.metadata.name}']],
    ['a\\ b \\$x \\\\ \\"', ['a b', '$x', '\\', '"']],
    ['"\\$ \\` \\" \\\\ \\n \\a"', ['$ ` " \\ \\n \\a']],
    [`'\\$ \\' b`, ['\\$ \\', 'b']],
    ['kubectl \\\n  get \\\n  po\\\nds', ['kubectl', 'get', 'pods']],
    ['"a\\\nb"', ['ab']],
    [`'a\\\nb'`, ['a\\\nb']],
    ['"a\nb\tc"', ['a\nb\tc']],
    [
      'a#b a~b a=b c! {} { } !x -l env!=x',
      'a#b a~b a=b c! {} { } !x -l env!=x'.split(' '),
    ],
    ['\\{a,b} "{a,b}" a,b a..b', ['{a,b}', '{a,b}', 'a,b', 'a..b']],
    [`'~' \\~ "a=~"`, ['~', '~', 'a=~']],
    ['é 日本 "\u00a0" 😀', ['é', '日本', '\u00a0', '😀']],
  ])('splits %j', (line, words) => {
    expect(splitCommand(line)).toEqual(words);
  });

  it.each<[string, string, string]>([
    ['a; b', '";" in column 2', 'one by one'],
    ['a && b', '"&&" in column 3', 'one by one'],
    ['a & b', '"&" in column 3', 'leave it out'],
    ['a || b', '"||" in column 3', 'one by one'],
    ['a | b', '"|" in column 3', 'jsonpath'],
    ['a 2> b', '">" in column 4', 'leave it out'],
    ['a < b', '"<" in column 3', 'input'],
    ['a # b', '"#" in column 3', 'leave the comment out'],
    ['a \\\n# b', '"#" in line 2, column 1,', 'leave the comment out'],
    ['a;', '";" in column 2', 'one by one'],
    ['a (b', '"(" in column 3', 'one by one'],
    ['a b=(c)', '"(" in column 5', 'single quotes'],
    ['(a)', '"(" in column 1', 'one by one'],
    ['a )', 'column 3', 'single quotes'],
    ['a `b`', '"`" in column 3', 'write the value'],
    ['a "`b`"', '"`" in column 4', 'write the value'],
    ['a $(b)', '"$" in column 3', 'write the value'],
    ['a "$b"', '"$" in column 4', 'write the value'],
    ['a $b', '"$" in column 3', 'single quotes'],
    ['a *', '"*" in column 3', `as in -o jsonpath='{`],
    ['a b?', '"?" in column 4', 'the words themselves'],
    ['a jsonpath={.items[0]}', '"[" in column 19', `as in -o jsonpath='{`],
    ['a {b,c}', '"{" in column 3', 'single quotes, as in'],
    ['a {1..3}', '"{" in column 3', 'single quotes, as in'],
    ['a {1.\\\n.3}', '"{" in line 1, column 3,', 'single quotes'],
    ['a ~/b', '"~" in column 3', 'write the value'],
    ['a b=~', '"~" in column 5', 'write the value'],
    ['a b=c:~', '"~" in column 7', 'write the value'],
    ['a b=\\\n~', '"~" in line 2, column 1,', 'write the value'],
    ['a\nb', 'The line break in line 1, column 2,', 'backslash'],
    [`a 'b`, 'column 3 cannot be read (unterminated', 'close each quote'],
    ['A=b kubectl', '"=" in column 2', 'begin with the program'],
    ['a <<b\nc\nb', '"<" in line 1, column 3,', 'input'],
    ['if a', '"if" in column 1', 'one by one'],
    ['{ a; }', '"{" in column 1', 'one by one'],
    ["a $'b'", `"$" in column 3`, 'write the value'],
    ['"$('.repeat(4_000), 'nested too deep', 'write the values'],
    ['a "b\\"', 'column 3 cannot be read (unterminated', 'close each quote'],
    ['a\\', 'The backslash in column 2', 'leave it out'],
    ['a “b”', 'U+201C in column 3', 'type a plain one'],
    ['a\u00a0b', 'U+00A0 in column 2', 'type a plain one'],
    ['a\u200bb', 'U+200B in column 2', 'type a plain one'],
    [`a 'b\0'`, 'U+0000 in column 5', 'remove it'],
    ['a\rb', 'U+000D in column 2', 'remove it'],
    [`'\u009b'`, 'U+009B in column 2', 'remove it'],
    ['😀 \ud800', 'U+D800 in column 3', 'remove it'],
    ['', 'no command', 'type one'],
    [' \t\n', 'no command', 'type one'],
    ['\\\n', 'no command', 'type one'],
  ])('refuses %j, says where, and what to do', (line, where, what) => {
    const refusal = () => splitCommand(line);
    expect(refusal).toThrow(expect.objectContaining({ name: 'InputError' }));
    expect(refusal).toThrow(where);
    expect(refusal).toThrow(what);
  });

  it('reads at most 16 KiB', () => {
    expect(splitCommand('é'.repeat(8_192))).toHaveLength(1);
    expect(() => splitCommand('é'.repeat(8_193))).toThrow('16 KiB');
  });
});

/** Heavy in all that a shell reads in some way of its own. */
const PIECES = [
  ...`abz019 -_=:./,@%+^!~#{}[]*?$\`'"\\;&|<>()`,
  ...[
    ' ',
    ' ',
    ' ',
    '\t',
    '\n',
    '\\\n',
    'a',
    'b',
    '..',
    '{a',
    'a}',
    '{1..',
    '2}',
    'x=',
  ],
  ...["'", "'", '"', '"', '\\', `' '`, `" "`, `'$x'`, `"\\$"`, 'é', '😀', '$('],
];
const LINES_PER_SHELL = 500;

/** What a shell makes of each line, given as the arguments of a command. */
function splitByBash(lines: readonly string[], folder: string): string[][] {
  const END = 'the end of a line';
  const script = ['set +H', ...lines.map(line => `show ${line}`)].join('\n');
  const show = `show() { printf '%s\\0' "$@" '${END}'; }`;
  const printed = execFileSync('bash', ['--norc', '-s'], {
    input: `${show}\n${script}\n`,
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, HOME: '/home/of/nobody', LC_ALL: 'C.UTF-8' },
    maxBuffer: 64 * 2 ** 20,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const words = printed.split('\0').slice(0, -1);
  const split: string[][] = [[]];
  for (const word of words) {
    if (word === END) {
      split.push([]);
    } else {
      split[split.length - 1].push(word);
    }
  }
  return split.slice(0, -1);
}

describe('splitCommand beside a shell', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'split-command-'));
  });
  // Fails where a shell made a file of what was accepted.
  afterAll(() => rmdirSync(folder));

  const seeds = [1, 2, 3, 4].map(n => n * 20_261_121);
  it.each(seeds)(
    'gives the very arguments that a shell gives, or refuses (seed %d)',
    seed => {
      const random = Random.create(seed);
      const accepted: { line: string; words: string[] }[] = [];
      for (let i = 0; i < 5_000; i++) {
        const line = random.some(PIECES, 12).join('');
        try {
          const [, ...words] = splitCommand(`show ${line}`);
          accepted.push({ line, words });
        } catch (error) {
          if ((error as Error).name !== 'InputError') {
            throw error;
          }
        }
      }
      expect(accepted.length).toBeGreaterThan(500);
      while (accepted.length > 0) {
        const some = accepted.splice(0, LINES_PER_SHELL);
        // A shell reads what comes before the first word as a line of its own.
        const lines = some.map(({ line }) => line.replace(/^[ \t\n]+/, ''));
        expect(splitByBash(lines, folder)).toEqual(
          some.map(({ words }) => words),
        );
      }
    },
  );
});
