import { execFileSync } from 'node:child_process';
import { someWords } from '../__testUtils__';
import { quoteCommand } from './quoteCommand';

describe('quoteCommand', () => {
  it.each([
    [['kubectl', 'get', 'pods', '-A'], 'kubectl get pods -A'],
    [['echo', ''], "echo ''"],
    [['echo', "it's"], "echo 'it'\\''s'"],
    [
      ['kubectl', 'get', '-o', 'jsonpath={.items[*]}'],
      "kubectl get -o 'jsonpath={.items[*]}'",
    ],
    [['echo', '~', '#x', 'a=~'], "echo '~' '#x' 'a=~'"],
  ])('writes %j as a line', (words, line) => {
    expect(quoteCommand(words)).toBe(line);
  });

  // What the API makes of such lines is tested with a portal.
  it('is read by a shell as exactly the words that it was given', () => {
    const all = someWords(2_000);
    const script = [
      `show() { for word; do printf '%s\\0' "$word"; done; printf 'end\\0'; }`,
      ...all.map(quoteCommand),
    ].join('\n');
    const read = execFileSync('sh', ['-s'], {
      input: script,
      encoding: 'utf8',
      maxBuffer: 1e8,
    });
    expect(read).toBe(
      all
        .map(([, ...words]) => [...words, 'end'].map(w => `${w}\0`).join(''))
        .join(''),
    );
  });
});
