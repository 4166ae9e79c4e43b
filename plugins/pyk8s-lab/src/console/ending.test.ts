import { aResponseError, english } from '../__testUtils__';
import { announce, describeEnding, endingOf, formatRunTime } from './ending';
import type { Ending } from './scrollback';

const MIB = 1024 * 1024;
const exited = (changes: object = {}): Ending => ({
  how: 'exited',
  exitCode: 0,
  durationMs: 1_234,
  truncated: false,
  timedOut: false,
  ...changes,
});

describe('the end of a command', () => {
  it.each([
    [0, '0.0 s'],
    [1_234, '1.2 s'],
    [59_900, '59.9 s'],
    [185_000, '3m 05s'],
  ])('%d ms is %s', (ms, text) =>
    expect(formatRunTime(english, ms)).toBe(text),
  );

  it.each([
    [exited(), 'Exit code 0 after 1.2 s', true],
    [exited({ exitCode: 1 }), 'Exit code 1 after 1.2 s', false],
    [
      exited({ exitCode: 124, timedOut: true, durationMs: 600_000 }),
      'Timed out after 10m 00s',
      false,
    ],
    [
      { how: 'cancelled', durationMs: 400 } as const,
      'Cancelled after 0.4 s',
      true,
    ],
    [{ how: 'refused', message: 'No pipes.' } as const, 'Not run', false],
    [{ how: 'unreachable' } as const, 'Interrupted', false],
  ])('is told: %j', (ending, title, isGood) => {
    expect(describeEnding(english, ending, MIB)).toMatchObject({
      title,
      isGood,
    });
  });

  it('says what was left out, and what to do', () => {
    expect(
      describeEnding(english, exited({ truncated: true }), MIB).details,
    ).toEqual([
      expect.stringMatching(/^Truncated after 1 MiB\. Narrow the output/),
    ]);
  });

  it.each([
    [{ how: 'lost', message: 'It broke.' } as const, /^It broke\.$/],
    [{ how: 'unreachable' } as const, /does not respond.*run it again/],
    [{ how: 'unended' } as const, /did not report how it ended/],
  ])('says why nobody knows it: %j', (ending, words) => {
    expect(describeEnding(english, ending, MIB).details).toEqual([
      expect.stringMatching(words),
    ]);
  });

  it('is announced', () => {
    expect(announce(english, exited(), MIB)).toBe(
      'The command ended with exit code 0 after 1.2 s.',
    );
    expect(
      announce(english, { how: 'refused', message: 'No pipes.' }, MIB),
    ).toBe('The command: Not run. No pipes.');
  });

  it('is a refusal when the server says so, and unknown otherwise', async () => {
    expect(
      endingOf(await aResponseError(429, 'TooManyRequestsError', 'Wait.')),
    ).toEqual({ how: 'refused', message: 'Wait.' });
    expect(endingOf(new Error('The connection broke.'))).toEqual({
      how: 'lost',
      message: 'The connection broke.',
    });
    expect(endingOf(new TypeError('Failed to fetch'))).toEqual({
      how: 'unreachable',
    });
  });
});
