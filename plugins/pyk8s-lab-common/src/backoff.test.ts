import { backoffMs } from './backoff';

const options = { firstMs: 500, longestMs: 30_000 };

describe('backoffMs', () => {
  it('doubles with each failure, up to its bound', () => {
    expect([0, 1, 2, 3, 4, 7, 5_000].map(n => backoffMs(n, options))).toEqual([
      250, 500, 1_000, 2_000, 4_000, 30_000, 30_000,
    ]);
  });

  it('randomizes the second half', () => {
    expect(backoffMs(3, { ...options, random: 0 })).toBe(1_000);
    expect(backoffMs(3, { ...options, random: 0.5 })).toBe(1_500);
    expect(backoffMs(3, { ...options, random: 1 })).toBe(2_000);
  });
});
