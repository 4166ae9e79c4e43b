import { bar, fitToScreen, plain, formatRoughly, table } from '.';

describe('output', () => {
  it.each([
    [0, '0s'],
    [59.9, '59s'],
    [61, '1m1s'],
    [3_599, '59m59s'],
    [7_261, '2h1m'],
    [90_061, '1d1h'],
    [-5, '0s'],
  ])('shows %d s as %s', (seconds, text) => {
    expect(formatRoughly(seconds)).toBe(text);
  });

  it('draws bars', () => {
    expect([bar(0, 4), bar(0.5, 4), bar(2, 4)]).toEqual([
      '░░░░',
      '██░░',
      '████',
    ]);
  });

  it('aligns columns', () => {
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

  it('fits the height of the terminal', () => {
    const screen = { columns: 4, rows: 5 };
    expect(fitToScreen('ab\ncd\n', screen)).toEqual({
      text: 'ab\ncd\n',
      height: 2,
    });
    // A line that is too long takes two rows; colours take no width.
    expect(
      fitToScreen('abcdef\n\u001b[31mabcd\u001b[39m\n', screen).height,
    ).toBe(3);
    expect(fitToScreen('a\nabcdef\nb\nc\n', { columns: 40, rows: 4 })).toEqual({
      text: 'a\nabcdef\n… and 2 more\n',
      height: 3,
    });
  });

  it('removes control characters from text of others', () => {
    expect(plain('a\u001b[31mb\nc\u202ed ')).toBe('a [31mb c d');
  });
});
