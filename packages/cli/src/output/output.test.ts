import { bar, fitted, plain, roughly, table } from '.';

describe('output', () => {
  it.each([
    [0, '0s'],
    [59.9, '59s'],
    [61, '1m1s'],
    [3_599, '59m59s'],
    [7_261, '2h1m'],
    [90_061, '1d1h'],
    [-5, '0s'],
  ])('%d s are roughly %s', (seconds, text) => {
    expect(roughly(seconds)).toBe(text);
  });

  it('draws bars', () => {
    expect([bar(0, 4), bar(0.5, 4), bar(2, 4)]).toEqual([
      '░░░░',
      '██░░',
      '████',
    ]);
  });

  it('lines up columns without lines', () => {
    expect(
      table(
        ['NAME', 'ID'],
        [
          ['a', '1'],
          ['longer', '2'],
        ],
      ),
    ).toBe('NAME     ID\na        1\nlonger   2\n');
  });

  it('draws no more than a screen has room for', () => {
    const screen = { columns: 4, rows: 5 };
    expect(fitted('ab\ncd\n', screen)).toEqual({ text: 'ab\ncd\n', height: 2 });
    // A line that is too long takes two rows; its colours take none.
    expect(fitted('abcdef\n\u001b[31mabcd\u001b[39m\n', screen).height).toBe(3);
    expect(fitted('a\nabcdef\nb\nc\n', { columns: 40, rows: 4 })).toEqual({
      text: 'a\nabcdef\n… and 2 more\n',
      height: 3,
    });
  });

  it('lets nobody else write to the terminal', () => {
    expect(plain('a\u001b[31mb\nc\u202ed ')).toBe('a [31mb c d');
  });
});
