import { aLab, english, someOptions } from '../__testUtils__';
import {
  describeQuotas,
  describeRate,
  explainUsedUpQuota,
  isNameTaken,
  type CountedLab,
} from './quotas';

const ADA = 'user:default/ada';
const GROUP = 'group:default/compilers';
const ADAS = { owner: ADA, simulated: false };
const GROUPS = { owner: GROUP, simulated: false };

describe('explainUsedUpQuota', () => {
  const quota = {
    scope: 'group' as const,
    owner: GROUP,
    limit: 2,
    used: 2,
    labs: ['one', 'two'],
  };

  it('says nothing while there is room', () => {
    expect(explainUsedUpQuota(english, someOptions(), ADAS)).toBeUndefined();
    const options = someOptions({ quotas: [quota] });
    expect(explainUsedUpQuota(english, options, ADAS)).toBeUndefined();
  });

  it('names the labs that use it', () => {
    const options = someOptions({ quotas: [quota] });
    expect(explainUsedUpQuota(english, options, GROUPS)).toBe(
      '2 of 2 labs of compilers (group) are in use: one and two. Delete one, wait until one ends, or choose another owner.',
    );
  });

  it('counts simulated labs apart from real ones', () => {
    const simulated = { ...quota, simulated: true, limit: 20, used: 20 };
    const options = someOptions({
      quotas: [{ ...quota, used: 1, labs: ['real'] }, simulated],
    });
    const theirs = { owner: GROUP, simulated: true };
    expect(explainUsedUpQuota(english, options, GROUPS)).toBeUndefined();
    expect(explainUsedUpQuota(english, options, theirs)).toBe(
      '20 of 20 simulated labs of compilers (group) are in use: one, two and 18 that you cannot see. Delete one, wait until one ends, or choose another owner.',
    );
    const inUse = (lab: CountedLab) =>
      describeQuotas(english, options, lab, 'compilers');
    expect(inUse(GROUPS)).toEqual(['1 of 2 labs of compilers in use.']);
    expect(inUse(theirs)).toEqual([
      '20 of 20 simulated labs of compilers in use.',
    ]);
  });

  it('counts those that one may not see', () => {
    const total = {
      scope: 'total' as const,
      limit: 50,
      used: 50,
      labs: ['one'],
    };
    const options = someOptions({ quotas: [total] });
    expect(explainUsedUpQuota(english, options, ADAS)).toBe(
      '50 of 50 labs of everybody on this portal are in use: one and 49 that you cannot see. Wait until one of them ends, or ask the administrators.',
    );
    expect(
      explainUsedUpQuota(
        english,
        { ...options, quotas: [{ ...total, labs: [] }] },
        ADAS,
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
