/** Characters with a meaning for a shell or for the API's command parser. */
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

/**
 * Commands of a program called `show`, with arguments that are hard to quote. Each run
 * generates the same ones.
 */
export function hardToQuoteCommands(count: number): string[][] {
  let state = 7;
  const below = (limit: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * limit);
  };
  const word = () =>
    Array.from({ length: below(8) }, () => PIECES[below(PIECES.length)]).join(
      '',
    );
  return Array.from({ length: count }, () => [
    'show',
    ...Array.from({ length: 1 + below(5) }, word),
  ]);
}
