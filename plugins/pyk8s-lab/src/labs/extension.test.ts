import { aLab, at } from '../__testUtils__';
import { extensionsOf, oneClickExtensionOf } from './extension';

const MINUTE = 60;

/** A lab that can live for some seconds more than it does. */
const withRoom = (seconds: number | undefined) =>
  aLab({
    maxExpiresAt: seconds === undefined ? undefined : at(7_200 + seconds),
  });

describe('extensionsOf', () => {
  it.each([
    ['all steps', 500 * MINUTE, ['30m', '1h', '2h']],
    ['all steps, and no more', 120 * MINUTE, ['30m', '1h', '2h']],
    ['what fits, and the rest', 45 * MINUTE, ['30m', '45m']],
    ['only the rest', 10 * MINUTE, ['10m']],
    ['whole minutes', 10 * MINUTE + 59, ['10m']],
    ['seconds where there is nothing else', 59, ['59s']],
    ['nothing at the longest life', 0, []],
    ['nothing beyond it', -5, []],
    ['all steps where the server does not say', undefined, ['30m', '1h', '2h']],
  ])('offers %s', (_name, room, expected) => {
    expect(extensionsOf(withRoom(room)).map(one => one.extendBy)).toEqual(
      expected,
    );
  });

  it('says which is the last', () => {
    const lasts = extensionsOf(withRoom(45 * MINUTE)).map(one => one.isLast);
    expect(lasts).toEqual([false, true]);
  });
});

describe('oneClickExtensionOf', () => {
  it.each([
    [500 * MINUTE, '1h'],
    [60 * MINUTE, '1h'],
    [20 * MINUTE, '20m'],
    [0, undefined],
  ])('with %d seconds of room gives %s', (room, extendBy) => {
    expect(oneClickExtensionOf(withRoom(room))?.extendBy).toBe(extendBy);
  });
});
