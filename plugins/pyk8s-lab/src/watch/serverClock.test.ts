import { aLab, NOW } from '../__testUtils__';
import { adjustClockOffset } from './serverClock';

const leaving = (secondsLeft: number, expiresInMs = secondsLeft * 1_000) =>
  aLab({
    secondsLeft,
    expiresAt: new Date(NOW + expiresInMs).toISOString(),
  });

describe('adjustClockOffset', () => {
  it('stays at 0 while the clocks agree', () => {
    expect(adjustClockOffset(0, leaving(60, 60_400), NOW)).toBe(0);
    expect(adjustClockOffset(0, leaving(60, 60_999), NOW)).toBe(0);
  });

  it('finds a local clock that is ten minutes slow', () => {
    const slow = NOW - 600_000;
    const offset = adjustClockOffset(0, leaving(60), slow);
    expect(Math.abs(offset - 600_000)).toBeLessThanOrEqual(1_000);
  });

  it('finds a local clock that is fast', () => {
    const fast = NOW + 90_000;
    const offset = adjustClockOffset(0, leaving(60), fast);
    expect(Math.abs(offset + 90_000)).toBeLessThanOrEqual(1_000);
  });

  it('settles, whatever was rounded', () => {
    const slow = NOW - 600_000;
    const samples = [60_000, 60_500, 60_900, 60_100].map(ms => leaving(60, ms));
    const settle = (from: number) =>
      samples.reduce(
        (offset, lab) => adjustClockOffset(offset, lab, slow),
        from,
      );
    const settled = settle(0);
    expect(Math.abs(settled - 600_000)).toBeLessThan(200);
    expect(settle(settled)).toBe(settled);
  });

  it.each([
    ['a lab without an end', aLab({ expiresAt: undefined, secondsLeft: 5 })],
    ['a lab whose time is over', leaving(0, -50_000)],
  ])('learns nothing from %s', (_name, lab) => {
    expect(adjustClockOffset(1_234, lab, NOW)).toBe(1_234);
  });
});
