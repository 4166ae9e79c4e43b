import { mockCredentials } from '@backstage/backend-test-utils';
import { NotAllowedError, ServiceUnavailableError } from '@backstage/errors';
import type { LabCaller } from '../callers/LabCaller';
import { eventually } from '../__testUtils__/eventually';
import { RightsWatch } from './RightsWatch';

const caller: LabCaller = {
  userRef: 'user:default/alice',
  ownershipRefs: ['user:default/alice'],
  credentials: mockCredentials.user('user:default/alice'),
};

describe('RightsWatch', () => {
  let asked: LabCaller[];
  let answer: () => Promise<void>;
  let watch: RightsWatch;

  const start = (of: LabCaller = caller, unknownMs = 100) => {
    asked = [];
    watch = RightsWatch.start({
      caller: of,
      askAgainMs: 10,
      unknownMs,
      renewCaller: async known => ({ ...known, ownershipRefs: ['renewed'] }),
      decide: async asker => {
        asked.push(asker);
        await answer();
        return { entitled: asker };
      },
    });
  };
  /** Waits for a number of further checks. */
  const questions = async (count: number) => {
    const wanted = asked.length + count;
    await eventually(() => asked.length >= wanted);
  };

  beforeEach(() => {
    answer = async () => undefined;
  });
  afterEach(() => watch.stop());

  it('asks again and again, for who the caller is by then, until it is stopped', async () => {
    start();
    await questions(3);
    expect(asked[2].ownershipRefs).toEqual(['renewed']);
    expect(watch.signal.aborted).toBe(false);
    watch.stop();
    const before = asked.length;
    await new Promise(resolve => setTimeout(resolve, 50));
    expect(asked.length - before).toBeLessThanOrEqual(1);
  });

  it('ends with the first refusal', async () => {
    start();
    await questions(1);
    const refusal = new NotAllowedError('no more');
    answer = async () => {
      throw refusal;
    };
    await eventually(() => watch.signal.aborted);
    expect(watch.signal.reason).toBe(refusal);
  });

  it.each<[string, () => Promise<void>]>([
    [
      'fail',
      async () => {
        throw new ServiceUnavailableError('away');
      },
    ],
    ['do not come', () => new Promise<void>(() => undefined)],
  ])('goes on while answers %s, and then ends', async (_, broken) => {
    start(caller, 60_000);
    answer = broken;
    await questions(3);
    expect(watch.signal.aborted).toBe(false);
    watch.stop();

    start(caller, 0);
    await eventually(() => watch.signal.aborted);
    expect(watch.signal.reason).toMatchObject({
      name: 'ServiceUnavailableError',
    });
  });

  it('does not ask once the credentials have expired', async () => {
    start({
      ...caller,
      credentials: { ...caller.credentials, expiresAt: new Date(0) },
    });
    await new Promise(resolve => setTimeout(resolve, 50));
    expect(asked).toEqual([]);
    expect(watch.signal.aborted).toBe(false);
  });
});
