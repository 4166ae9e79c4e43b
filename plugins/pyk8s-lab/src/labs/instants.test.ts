import { formatInstant, localeFor } from './instants';

describe('localeFor', () => {
  it.each([
    ['en', ['de-AT', 'en-GB', 'en-US'], 'en-GB'],
    ['de', ['de-AT', 'en-GB'], 'de-AT'],
    ['fr', ['de-AT', 'en-GB'], 'fr'],
    ['pt-BR', ['pt-PT'], 'pt-BR'],
    ['pt-BR', ['pt-BR'], 'pt-BR'],
    ['en', [], 'en'],
  ])('in an app in %s, for %j: %s', (language, preferred, expected) => {
    expect(localeFor(language, preferred)).toBe(expected);
  });
});

describe('formatInstant', () => {
  // Without a zone it is local time, whatever the machine has.
  const instant = '2026-12-01T09:05:07';

  it.each([
    ['en-US', 'short', /^Dec 1, 2026, 9:05\sAM$/],
    ['en-GB', 'short', /^1 Dec 2026, 09:05$/],
    ['de', 'medium', /^01\.12\.2026, 09:05:07$/],
  ] as const)('writes as in %s', (locale, timeStyle, expected) => {
    expect(formatInstant(locale, instant, timeStyle)).toMatch(expected);
  });
});
