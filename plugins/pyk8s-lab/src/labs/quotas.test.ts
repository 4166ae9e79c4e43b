import { aLab, english, someOptions } from '../__testUtils__';
import { describeRate, explainUsedUpQuota, isNameTaken } from './quotas';

const ADA = 'user:default/ada';
const GROUP = 'group:default/compilers';

describe('explainUsedUpQuota', () => {
  const quota = {
    scope: 'group' as const,
    owner: GROUP,
    limit: 2,
    used: 2,
    labs: ['one', 'two'],
  };

  it('says nothing while there is room', () => {
    expect(explainUsedUpQuota(english, someOptions(), ADA)).toBeUndefined();
    const options = someOptions({ quotas: [quota] });
    expect(explainUsedUpQuota(english, options, ADA)).toBeUndefined();
  });

  it('names the labs that use it', () => {
    const options = someOptions({ quotas: [quota] });
    expect(explainUsedUpQuota(english, options, GROUP)).toBe(
      '2 of 2 labs of compilers (group) are in use: one and two. Delete one, wait until one ends, or choose another owner.',
    );
  });

  it('counts those that one may not see', () => {
    const total = {
      scope: 'total' as const,
      limit: 50,
      used: 50,
      labs: ['one'],
    };
    const options = someOptions({ quotas: [total] });
    expect(explainUsedUpQuota(english, options, ADA)).toBe(
      '50 of 50 labs of everybody on this portal are in use: one and 49 that you cannot see. Wait until one of them ends, or ask the administrators.',
    );
    expect(
      explainUsedUpQuota(
        english,
        { ...options, quotas: [{ ...total, labs: [] }] },
        ADA,
      ),
    ).toMatch(/are in use\. Wait/);
  });
});

describe('describeRate', () => {
  const rate = { limit: 10, perSeconds: 600 };

  it.each([
    [{ ...rate, left: 2 }, /^nothing$/],
    [{ ...rate, left: 1 }, /last lab that you can create now/],
    [{ ...rate, left: 0, retryAfterSeconds: 61 }, /Try again in 1m1s/],
    [{ ...rate, left: 0 }, /Try again later/],
  ])('says of %j: %s', (given, expected) => {
    expect(describeRate(english, given) ?? 'nothing').toMatch(expected);
  });
});

describe('isNameTaken', () => {
  it('knows the labs of the page, and those that quotas name', () => {
    const labs = [aLab({ name: 'shown' })];
    const taken = (owner: string, name: string) =>
      isNameTaken(owner, name, labs, someOptions());
    expect(taken(ADA, 'shown')).toBe(true);
    expect(taken(ADA, 'counted')).toBe(true);
    expect(taken(GROUP, 'shown')).toBe(false);
    expect(taken(GROUP, 'counted')).toBe(false);
    expect(isNameTaken(ADA, 'counted', labs, undefined)).toBe(false);
  });
});
