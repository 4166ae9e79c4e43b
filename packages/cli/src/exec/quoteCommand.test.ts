import { splitCommand } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-backend/src/exec/splitCommand';
import { quoteCommand } from './quoteCommand';

/** The same numbers in each run, from 0 to 1. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** What means something to a shell, or to the API's own reader of lines. */
const PIECES = [
  ...'abcXYZ019 \t\n"\'\\$`*?[]{}()<>|&;#~!=:@%+,./-_^é日😀\u00a0\u200b‘”',
  '$(',
  '..',
  '&&',
  "'\\''",
  '{a,b}',
  '-f',
  '--',
];

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
  ])('writes %j as it is read', (words, line) => {
    expect(quoteCommand(words)).toBe(line);
    expect(splitCommand(line)).toEqual(words);
  });

  it('is read by the API as exactly the words that it was given', () => {
    const next = numbers(7);
    for (let round = 0; round < 5_000; round++) {
      const words = Array.from({ length: 1 + Math.floor(next() * 5) }, () =>
        Array.from(
          { length: Math.floor(next() * 8) },
          () => PIECES[Math.floor(next() * PIECES.length)],
        ).join(''),
      );
      expect(splitCommand(quoteCommand(words))).toEqual(words);
    }
  });
});
