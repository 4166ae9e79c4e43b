import { backoffMs } from './retry';

describe('backoffMs', () => {
  it.each([
    [1, 1_000],
    [2, 2_000],
    [3, 4_000],
    [5, 16_000],
    [6, 30_000],
    [60, 30_000],
  ])(
    'waits at most this long after %d failures: %d ms',
    (failures, longest) => {
      expect(backoffMs(failures, 1)).toBe(longest);
      expect(backoffMs(failures, 0)).toBe(longest / 2);
    },
  );

  it('spreads clients over time', () => {
    const waits = new Set(Array.from({ length: 20 }, () => backoffMs(4)));
    expect(waits.size).toBeGreaterThan(1);
  });
});
