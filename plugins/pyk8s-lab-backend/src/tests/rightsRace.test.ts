import { mockCredentials, TestDatabases } from '@backstage/backend-test-utils';
import { EVERY_LAB } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { LabCaller } from '../callers/LabCaller';
import { LabHarness } from '../__testUtils__/LabHarness';
import type { LabStore } from '../database';
import type { LabService } from '../labs/LabService';
import type { LabAuthorizer } from '../access/LabAuthorizer';

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
const BOB = 'user:default/bob';
const alice: LabCaller = {
  userRef: 'user:default/alice',
  ownershipRefs: ['user:default/alice'],
  credentials: mockCredentials.user('user:default/alice'),
};

describe('a lab that is transferred between a decision and its change', () => {
  let world: LabHarness;
  let labs: LabService;
  let id: string;
  let afterDecision: () => Promise<unknown>;
  /** Whether a policy lets her read every lab. */
  let readsAll: boolean;

  beforeEach(async () => {
    world = await LabHarness.create({ knex: await databases.init('SQLITE_3') });
    readsAll = false;
    ({ id } = await world.request());
    await world.settle();
    afterDecision = () =>
      world.store.change(id, new Date(), () => ({ set: { ownerRef: BOB } }));
    const authorizer: Pick<LabAuthorizer, 'labsFor' | 'mayCreate'> = {
      mayCreate: async () => true,
      labsFor: async <T extends readonly unknown[]>(permissions: T) =>
        // What is asked about first is reading.
        permissions.map((_, index) =>
          readsAll && index === 0 ? EVERY_LAB : { owners: alice.ownershipRefs },
        ) as never,
    };
    ({ labs } = world.replica({
      authorizer,
      // Everything has been decided by the time that something is written.
      store: store =>
        new Proxy<LabStore>(store, {
          get(target, key: keyof LabStore) {
            const change: LabStore['change'] = async (...args) => {
              await afterDecision();
              return target.change(...args);
            };
            const value = target[key];
            return key === 'change'
              ? change
              : typeof value === 'function' && value.bind(target);
          },
        }),
    }));
  });
  afterEach(() => world.stop());

  it.each<[string, () => Promise<unknown>]>([
    ['deleted', () => labs.delete(id, alice)],
    ['paused', () => labs.pause(id, alice)],
    ['resumed', () => labs.resume(id, alice)],
    ['recreated', () => labs.retry(id, alice)],
    ['extended', () => labs.update(id, { extendBy: '10m' }, alice)],
    [
      'given away',
      () => labs.update(id, { owner: alice.ownershipRefs[0] }, alice),
    ],
    [
      'opened with its kubeconfig',
      () => labs.kubeconfig(id, alice, { for: 'owner' }),
    ],
  ])('is not %s any more', async (_, act) => {
    await expect(act()).rejects.toMatchObject({
      name: 'NotFoundError',
      message: `There is no lab with the id ${id}.`,
    });
    expect(await world.store.get(id)).toMatchObject({
      ownerRef: BOB,
      status: 'RUNNING',
      desired: 'running',
    });
    const { items } = await world.labs.activity(id, { limit: 50 }, alice);
    expect(items.map(({ type }) => type)).not.toContain('lab.kubeconfig-read');
  });

  it('is refused to those who may still read it', async () => {
    readsAll = true;
    await expect(labs.delete(id, alice)).rejects.toMatchObject({
      name: 'NotAllowedError',
      message: expect.stringContaining(`Ask ${BOB}, who owns it`),
    });
    expect((await world.store.get(id))?.desired).toBe('running');
  });

  it('is deleted when it stays', async () => {
    afterDecision = async () => undefined;
    await expect(labs.delete(id, alice)).resolves.toMatchObject({
      status: 'DELETING',
    });
  });
});
