import { aResponseError } from '../__testUtils__';
import { outcomeOf } from './events';

describe('outcomeOf', () => {
  it.each([
    [403, 'refused'],
    [429, 'refused'],
    [500, 'failed'],
  ])('takes an answer of %d for %s', async (status, outcome) => {
    const error = await aResponseError(status, 'SomeError', 'No.');
    expect(outcomeOf(error)).toBe(outcome);
  });

  it('takes for failed what the portal did not answer', () => {
    expect(outcomeOf(new TypeError('Failed to fetch'))).toBe('failed');
  });
});
