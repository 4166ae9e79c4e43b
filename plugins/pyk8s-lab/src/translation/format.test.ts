import { english } from '../__testUtils__/english';
import { enumerate, formatSize } from './format';

describe('formatSize', () => {
  it.each([
    [0, '0 B'],
    [1_023, '1023 B'],
    [1_536, '1.5 KiB'],
    [2 * 2 ** 20, '2 MiB'],
    [10.4 * 2 ** 30, '10 GiB'],
    [2 ** 60, '1048576 TiB'],
  ])('%d bytes are %s', (bytes, text) =>
    expect(formatSize(english, bytes)).toBe(text),
  );
});

it.each([
  [[], ''],
  [['a'], 'a'],
  [['a', 'b'], 'a and b'],
  [['a', 'b', 'c', 'd'], 'a, b, c and d'],
])('names %j: %s', (things, expected) => {
  expect(enumerate(english, things)).toBe(expected);
});
