import { LAB_STATUSES } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { AWAITED_STATUSES, outcomeOf, type AwaitedStatus } from './outcome';

const ENDED = ['ERROR', 'DELETING', 'DELETED'];

describe('outcomeOf', () => {
  const cases = AWAITED_STATUSES.flatMap(awaited =>
    LAB_STATUSES.map(status => [awaited, status] as const),
  );
  const expected = (awaited: AwaitedStatus, status: string) => {
    if (status === awaited) {
      return 'reached';
    }
    return awaited === 'DELETED' || !ENDED.includes(status)
      ? 'waiting'
      : { never: expect.stringContaining('Lab demo') };
  };

  it.each(cases)('waits for %s, lab in %s', (awaited, status) => {
    const lab = { name: 'demo', status, statusMessage: 'why' };
    expect(outcomeOf(lab, awaited)).toEqual(expected(awaited, status));
  });

  it('contains the provider’s message', () => {
    expect(
      outcomeOf(
        { name: 'demo', status: 'ERROR', statusMessage: 'no image' },
        'RUNNING',
      ),
    ).toEqual({ never: 'Lab demo is in ERROR: no image' });
  });
});
