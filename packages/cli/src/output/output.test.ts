import { bar, plain, roughly, table } from '.';

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

  it('lets nobody else write to the terminal', () => {
    expect(plain('a\u001b[31mb\nc\u202ed ')).toBe('a [31mb c d');
  });
});
