import { appendOutput, type OutputBlock, type Printed, textOf } from './output';

const out = (text: string): Printed => ({ stream: 'stdout', text });
const err = (text: string): Printed => ({ stream: 'stderr', text });
const print = (...printed: Printed[]) =>
  printed.reduce<OutputBlock[]>(
    (blocks, piece) => appendOutput(blocks, [piece]),
    [],
  );
const piecesOf = (blocks: OutputBlock[]) => blocks.map(({ pieces }) => pieces);

describe('appendOutput', () => {
  it('puts lines of one stream together', () => {
    expect(piecesOf(print(out('a\n'), out('b'), out('c\nd')))).toEqual([
      [out('a\nbc\nd')],
    ]);
  });

  it('begins a block where a line of the other stream begins', () => {
    expect(piecesOf(print(out('a\n'), err('b\nc\n'), out('d\n')))).toEqual([
      [out('a\n')],
      [err('b\nc\n')],
      [out('d\n')],
    ]);
  });

  it('keeps a line together that two streams share', () => {
    expect(piecesOf(print(out('a: '), err('b\nc\n'), out('d')))).toEqual([
      [out('a: '), err('b\n')],
      [err('c\n')],
      [out('d')],
    ]);
  });

  it('changes only the last block of a long output, which ends with a line', () => {
    const line = `${'x'.repeat(99)}\n`;
    const blocks = print(out(line.repeat(1_000)));
    expect(blocks.length).toBeGreaterThan(10);
    expect(textOf(blocks)).toBe(line.repeat(1_000));
    expect(blocks.every(block => textOf([block]).endsWith('\n'))).toBe(true);

    const after = appendOutput(blocks, [out('more')]);
    expect(after[0]).toBe(blocks[0]);
    expect(new Set(after.map(({ id }) => id)).size).toBe(after.length);
  });

  it('cuts a line that is longer than any, but no character', () => {
    const text = '🙂'.repeat(100_000);
    const blocks = print(out(`a${text}`));
    expect(textOf(blocks)).toBe(`a${text}`);
    expect(Math.max(...blocks.map(({ size }) => size))).toBeLessThanOrEqual(
      65_536,
    );
    expect(blocks.every(block => !textOf([block]).startsWith('\ude42'))).toBe(
      true,
    );
  });

  it('leaves nothing out, whatever is printed how', () => {
    const texts = ['', 'a', 'b\n', '\n\n', 'x'.repeat(9_000), 'c\nd'];
    const printed = Array.from({ length: 500 }, (_, index) =>
      (index % 3 ? out : err)(texts[(index * 7) % texts.length]),
    );
    const all = printed.map(({ text }) => text).join('');
    expect(textOf(print(...printed))).toBe(all);
    expect(textOf(appendOutput([], printed))).toBe(all);
  });
});
