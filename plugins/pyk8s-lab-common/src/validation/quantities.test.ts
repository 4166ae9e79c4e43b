import { formatBytes, parseQuantity } from './quantities';

describe('parseQuantity', () => {
  it.each([
    ['2', 2],
    ['1.5', 1.5],
    ['500m', 0.5],
    ['4Gi', 4 * 2 ** 30],
    ['1500M', 1.5e9],
    ['1.5Gi', 1.5 * 2 ** 30],
    ['64k', 64_000],
  ])('reads %s', (text, value) => {
    expect(parseQuantity(text)).toBeCloseTo(value);
  });

  it.each(['', '0', '-1', '1e3', '4 Gi', '4gi', '1K', 'Gi', '1Pi', '1;ls'])(
    'refuses "%s"',
    text => {
      expect(parseQuantity(text)).toBeUndefined();
    },
  );
});

describe('formatBytes', () => {
  it.each([
    [0, '0 B'],
    [512, '512 B'],
    [2 ** 30, '1 GiB'],
    [1.5 * 2 ** 30, '1.5 GiB'],
    [600 * 2 ** 20, '600 MiB'],
  ])('writes %d as %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });
});
