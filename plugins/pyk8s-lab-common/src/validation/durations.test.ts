import { durationProblemOf, formatDuration, parseDuration } from './durations';

describe('parseDuration', () => {
  it.each([
    ['2h', 7200],
    ['90m', 5400],
    ['1h30m', 5400],
    ['1.5h', 5400],
    ['45s', 45],
    ['7d', 604_800],
    [' 5m ', 300],
    ['0h1m', 60],
    ['0.6s', 1],
  ])('reads %s as %d seconds', (text, seconds) => {
    expect(parseDuration(text)).toBe(seconds);
  });

  it.each([
    '',
    ' ',
    '2',
    'h',
    '2 h',
    '-1h',
    '+1h',
    '1e9h',
    'NaN',
    'Infinity',
    '2H',
    '1w',
    '2h!',
    '0x10h',
    '1,5h',
    '1..5h',
    '٢h',
    '2h\0',
    '9999999999h',
  ])('refuses %j', text => {
    expect(() => parseDuration(text)).toThrow(/is not a duration/);
  });

  it.each(['0h', '0s', '0d0h', '0.1s'])('refuses %s: too short', text => {
    expect(() => parseDuration(text)).toThrow(/too short/);
  });

  it('quotes at most one line of the input', () => {
    expect(() => parseDuration('x'.repeat(10_000))).toThrow(/^.{1,200}$/);
  });
});

describe('durationProblemOf', () => {
  it.each([
    [' 1h30m ', undefined],
    ['', 'malformed'],
    ['1w', 'malformed'],
    ['0.1s', 'none'],
  ])('of %j: %s', (text, problem) => {
    expect(durationProblemOf(text)).toBe(problem);
  });
});

describe('formatDuration', () => {
  it.each([
    [0, '0s'],
    [-5, '0s'],
    [59, '59s'],
    [5400, '1h30m'],
    [90_061, '1d1h1m1s'],
  ])('writes %d seconds as %s', (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text);
  });

  it('writes a form that parseDuration reads', () => {
    for (let seconds = 1; seconds < 200_000; seconds += 997) {
      expect(parseDuration(formatDuration(seconds))).toBe(seconds);
    }
  });
});
