import { readStamp, TIME_LENGTH } from './timestamps';

/** What the browser of the tests says the local time of an instant is. */
const local = (instant: string) => {
  const at = new Date(instant);
  const time = at.toTimeString().slice(0, 8);
  return `${time}.${instant.slice(20, 23)}`;
};

describe('readStamp', () => {
  it.each([
    ['2026-12-01T09:00:00.123456789Z', '2026-12-01T09:00:00.123Z'],
    ['2026-12-01T09:00:00.123456+00:00', '2026-12-01T09:00:00.123Z'],
    ['2026-12-01T10:00:00,123456+0100', '2026-12-01T09:00:00.123Z'],
    ['2026-12-01T09:00:00Z', '2026-12-01T09:00:00.000Z'],
  ])('writes %s in local time, to the millisecond', (stamp, instant) => {
    const line = readStamp(`${stamp} ready: 2026-12-01`);
    expect(line).toEqual({
      stamp,
      text: `${local(instant)} ready: 2026-12-01`,
    });
    expect(line?.text.indexOf(' ')).toBe(TIME_LENGTH);
  });

  it('reads a line that is nothing but a time', () => {
    expect(readStamp('2026-12-01T09:00:00.5Z')?.text).toHaveLength(TIME_LENGTH);
  });

  it.each([
    'ready',
    '',
    '2026-12-01 09:00:00 ready',
    '2026-12-01T09:00:00Zready',
    '2026-13-01T09:00:00Z ready',
    ' 2026-12-01T09:00:00Z ready',
    'time="2026-11-21T12:00:00Z" level=warning',
  ])('leaves "%s" alone', line => {
    expect(readStamp(line)).toBeUndefined();
  });
});
