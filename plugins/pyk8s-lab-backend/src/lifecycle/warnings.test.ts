import { aLab, at } from '../__testUtils__/builders';
import { dueWarning, nextWarningAt, rearmed } from './warnings';

const WARNINGS = [900, 300];
const lab = (warnedSeconds?: number) =>
  aLab({ expiresAt: at(7200), warnedSeconds });

describe('warnings before the end', () => {
  it.each([
    ['is not due long before', undefined, 6299, undefined],
    ['is due at its time', undefined, 6300, 900],
    ['is given once', 900, 6301, undefined],
    ['is due a second time, nearer to the end', 900, 6900, 300],
    ['is given only once when both were missed', undefined, 7000, 300],
    ['is not repeated after the last', 300, 7199, undefined],
  ] as const)('%s', (_, warned, seconds, due) => {
    expect(dueWarning(lab(warned), WARNINGS, at(seconds))).toBe(due);
  });

  it.each([
    [undefined, 6300],
    [900, 6900],
    [300, undefined],
  ])('after %s, comes next at %s', (warned, next) => {
    expect(nextWarningAt(lab(warned), WARNINGS)).toEqual(
      next === undefined ? undefined : at(next),
    );
  });

  it.each([
    ['all are armed by a new end that is far away', 3600, undefined],
    ['an end that is within a warning counts as known', 600, 900],
    ['so does one within all of them', 60, 300],
  ])('%s', (_, seconds, warned) => {
    expect(rearmed(at(seconds), WARNINGS, at(0))).toBe(warned);
  });
});
