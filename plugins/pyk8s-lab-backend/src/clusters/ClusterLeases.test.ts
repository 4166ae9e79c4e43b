import { mockServices } from '@backstage/backend-test-utils';
import type { ClusterStore } from '../database';
import { ClusterLeases } from './ClusterLeases';

const signal = new AbortController().signal;

describe('the leases of clusters', () => {
  let holder: string | undefined;
  let isReached: boolean;
  let renewals: number;
  let leases: ClusterLeases;

  beforeEach(() => {
    holder = undefined;
    isReached = true;
    renewals = 0;
    const clusterStore: Pick<ClusterStore, 'claim' | 'renew' | 'release'> = {
      async claim(claim) {
        if (holder !== undefined) {
          return false;
        }
        holder = claim.holder;
        return true;
      },
      async renew(claim) {
        if (!isReached) {
          throw new Error('The database is away');
        }
        renewals += 1;
        return holder === claim.holder;
      },
      async release(of) {
        holder = holder === of ? undefined : holder;
      },
    };
    leases = ClusterLeases.create({
      clusterStore: clusterStore as ClusterStore,
      logger: mockServices.logger.mock(),
      leaseMs: 60,
      graceMs: 1,
    });
  });

  /** Ends with what has ended it. */
  const untilAborted = (held: AbortSignal) =>
    new Promise<never>((_, reject) => {
      held.addEventListener('abort', () => reject(held.reason));
    });

  it('are held for as long as the work takes, and given back', async () => {
    const result = await leases.hold('c', signal, async (_, mine) => {
      expect(holder).toBe(mine);
      while (renewals < 5) {
        await new Promise(resolve => setTimeout(resolve, 1));
      }
      return 'done';
    });
    expect(result).toBe('done');
    expect(holder).toBeUndefined();
  });

  it('are given back by work that fails', async () => {
    const failure = new Error('no');
    await expect(
      leases.hold('c', signal, async () => Promise.reject(failure)),
    ).rejects.toBe(failure);
    expect(holder).toBeUndefined();
  });

  it('refuse a second at once, or let it wait', async () => {
    holder = 'another';
    const refused = leases.hold('c', signal, async () => 'never');
    await expect(refused).rejects.toMatchObject({ name: 'ClusterBusyError' });
    const waits = leases.hold('c', signal, async () => 'at last', {
      wait: true,
    });
    holder = undefined;
    expect(await waits).toBe('at last');

    holder = 'another';
    const control = new AbortController();
    const leaves = leases.hold('c', control.signal, async () => 'never', {
      wait: true,
    });
    control.abort(new Error('not needed'));
    await expect(leaves).rejects.toThrow('not needed');
  });

  it('are not renewed for work that ignores its abort signal', async () => {
    const control = new AbortController();
    void leases.hold('c', control.signal, () => new Promise(() => undefined));
    await new Promise(resolve => setTimeout(resolve, 1));
    control.abort();
    // The lease ends by itself some time after the last renewal.
    let last = -1;
    while (renewals !== last) {
      last = renewals;
      await new Promise(resolve => setTimeout(resolve, 100));
    }
    expect(holder).toBeDefined();
  });

  it.each([
    ['the database does not answer', () => (isReached = false)],
    ['another has it', () => (holder = 'another')],
  ])('stop the work when %s', async (_, happens) => {
    await expect(
      leases.hold('c', signal, async held => {
        happens();
        return untilAborted(held);
      }),
    ).rejects.toMatchObject({ name: 'LeaseLostError' });
  });
});
