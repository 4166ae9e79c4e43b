import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import {
  NO_LAB,
  type LabFilter,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { Knex } from 'knex';
import {
  aCluster,
  aLab,
  anId,
  aQueuedLab,
  at,
} from '../__testUtils__/builders';
import { DatabaseLabStore } from './DatabaseLabStore';
import type { LabChange } from './LabRecord';
import type { Claim, LabCounts, LabQuery } from './LabStore';
import { labToRow } from './labRows';

const databases = TestDatabases.create();
const ALL: LabQuery = {
  orderBy: { field: 'createdAt', descending: false },
  limit: 50,
  offset: 0,
};
const claimBy = (holder: string, seconds = 0): Claim => ({
  holder,
  now: at(seconds),
  leaseUntil: at(seconds + 15),
});
const asked = { type: 'lab.created', message: 'asked', actorRef: 'user:x/y' };

describe.each(databases.eachSupportedId())('DatabaseLabStore on %s', id => {
  let knex: Knex;
  let store: DatabaseLabStore;

  beforeEach(async () => {
    knex = await databases.init(id);
    store = await DatabaseLabStore.create({
      database: mockServices.database({ knex, migrations: { skip: false } }),
    });
  });
  afterEach(() => knex.destroy());

  const add = (lab: ReturnType<typeof aLab>) =>
    store.create(lab, { events: [asked] });

  it('reads a lab as it was written', async () => {
    const lab = aLab({
      purpose: 'a; drop table labs; --',
      componentRef: 'component:default/checkout',
      spec: { kubernetesVersion: 'v1.34.4', workers: 2 },
      phases: [{ name: 'image', startedAt: at(0).toISOString() }],
      conditions: { dns: { status: 'ok', message: 'fine' } },
      nodes: [{ name: 'n', role: 'worker', state: 'ready' }],
      phase: 'image',
      phaseStartedAt: at(1),
      endpoint: 'https://localhost:1',
      serverVersion: 'v1.34.4',
    });
    await add(lab);
    expect(await store.get(lab.id)).toEqual(lab);
  });

  it('keeps its instance id', async () => {
    const instanceId = await store.instanceId();
    expect(instanceId).toMatch(/^[a-z0-9]{6}$/);
    expect(await store.instanceId()).toBe(instanceId);
  });

  it('refuses a name that the owner has, and leaves the other lab alone', async () => {
    await add(aLab());
    await expect(add(aLab({ id: anId(2) }))).rejects.toMatchObject({
      name: 'ConflictError',
      message: expect.stringContaining('has a lab named "demo" already'),
    });
    expect(await store.list(ALL)).toMatchObject({ total: 1 });
    expect(await store.get(anId(1))).toEqual(aLab());
  });

  it('lets two owners use one name, and one owner use it again', async () => {
    await Promise.all([
      add(aLab()),
      add(aLab({ id: anId(2), ownerRef: 'user:default/bob' })),
    ]);
    await store.change(anId(1), at(1), () => ({ set: { status: 'DELETED' } }));
    await add(aLab({ id: anId(3) }));
    expect(await store.list(ALL)).toMatchObject({ total: 3 });
  });

  it('finds a lab by the key of its request', async () => {
    await store.create(aLab(), { events: [asked], idempotencyKey: 'k' });
    const find = (user: string) => store.findByIdempotencyKey(user, 'k');
    expect(await find('user:default/alice')).toEqual(aLab());
    expect(await find('user:default/bob')).toBeUndefined();
  });

  it('lists what is asked for, in order, page by page', async () => {
    await add(aLab({ id: anId(1), name: 'b', createdAt: at(1) }));
    await add(aLab({ id: anId(2), name: 'a', createdAt: at(2) }));
    await add(aLab({ id: anId(3), name: 'c', purpose: '100% A_B' }));
    await add(
      aLab({
        id: anId(4),
        name: 'd',
        ownerRef: 'user:default/bob',
        componentRef: 'component:default/checkout',
      }),
    );
    const names = async (query: Partial<LabQuery>) =>
      (await store.list({ ...ALL, ...query })).items.map(({ name }) => name);

    const byName = { field: 'name', descending: false } as const;
    expect(await names({ orderBy: byName })).toEqual(['a', 'b', 'c', 'd']);
    expect(await names({ orderBy: byName, limit: 2, offset: 1 })).toEqual([
      'b',
      'c',
    ]);
    expect(await names({ owners: ['user:default/bob'] })).toEqual(['d']);
    expect(await names({ owners: [] })).toEqual([]);
    const checkout = 'component:default/checkout';
    expect(await names({ components: [checkout] })).toEqual(['d']);
    expect(
      await names({
        components: ['component:default/x', checkout],
        owners: ['user:default/alice'],
      }),
    ).toEqual([]);
    expect(await names({ text: '0% a_b' })).toEqual(['c']);
    expect(await names({ text: '%' })).toEqual(['c']);
    expect(await names({ text: "'; drop table labs; --" })).toEqual([]);
    expect(await names({ statuses: ['ERROR'] })).toEqual([]);
  });

  it('changes a lab and writes its event in one transaction', async () => {
    await add(aLab());
    const changed = await store.change(anId(1), at(5), () => ({
      set: { status: 'ERROR', kubeconfig: { ciphertext: 'c', keyId: 'k' } },
      events: [{ type: 'lab.failed', message: 'no' }],
    }));
    expect(changed).toEqual(await store.get(anId(1)));
    expect(changed).toMatchObject({ status: 'ERROR', version: 2 });
    expect(await store.kubeconfig(anId(1))).toEqual({
      ciphertext: 'c',
      keyId: 'k',
    });
    expect(await store.listEvents(anId(1), { limit: 10 })).toMatchObject([
      { type: 'lab.failed', at: at(5) },
      { type: 'lab.created', actorRef: 'user:x/y' },
    ]);

    await expect(
      store.change(anId(1), at(6), () => {
        throw new Error('changed my mind');
      }),
    ).rejects.toThrow('changed my mind');
    expect(await store.get(anId(1))).toEqual(changed);
    expect(await store.lastSeq()).toBe(2);
  });

  it('counts the versions that readers can tell apart', async () => {
    await add(aLab({ statusMessage: 'full', failures: 1 }));
    const change = async (set: LabChange['set']) => {
      const changed = await store.change(anId(1), at(1), () => ({ set }));
      expect(changed).toEqual(await store.get(anId(1)));
      return changed.version;
    };
    const again = { leaseHolder: undefined, nextAttemptAt: at(60) };
    expect(await change({ ...again, failures: 2 })).toBe(1);
    expect(await change({ statusMessage: 'full', nodes: aLab().nodes })).toBe(
      1,
    );
    expect(await change({ statusMessage: 'fuller' })).toBe(2);
    await change({ kubeconfig: { ciphertext: 'c', keyId: 'k' } });
    expect(await store.kubeconfig(anId(1))).toBeDefined();
    await change({ kubeconfig: undefined });
    expect(await store.kubeconfig(anId(1))).toBeUndefined();
  });

  it('loses no change when many come at once', async () => {
    await add(aLab({ attempt: 0 }));
    await Promise.all(
      Array.from({ length: 20 }, () =>
        store.change(anId(1), at(1), lab => ({
          set: { attempt: lab.attempt + 1 },
          events: [{ type: 'lab.updated', message: String(lab.attempt) }],
        })),
      ),
    );
    expect(await store.get(anId(1))).toMatchObject({
      attempt: 20,
      version: 21,
    });
    const events = await store.eventsAfter(1, 100);
    expect(events.map(({ seq }) => seq)).toEqual(
      Array.from({ length: 20 }, (_, index) => index + 2),
    );
    expect(events.map(({ message }) => Number(message))).toEqual(
      Array.from({ length: 20 }, (_, index) => index),
    );
  });

  it('shows events only of the labs that a filter means', async () => {
    await add(aLab());
    await add(aLab({ id: anId(2), ownerRef: 'user:default/bob' }));
    const seen = await store.eventsAfter(0, 10, {
      owners: ['user:default/bob'],
    });
    expect(seen.map(({ labId }) => labId)).toEqual([anId(2)]);
  });

  it('says that a lab is not there', async () => {
    expect(await store.get(anId(9))).toBeUndefined();
    await expect(
      store.change(anId(9), at(0), () => undefined),
    ).rejects.toMatchObject({ name: 'NotFoundError' });
  });

  describe('claims', () => {
    it('claims only what is due and free', async () => {
      await add(aLab({ id: anId(1), name: 'due', nextAttemptAt: at(0) }));
      await add(aLab({ id: anId(2), name: 'later', nextAttemptAt: at(60) }));
      await add(aLab({ id: anId(3), name: 'never', nextAttemptAt: undefined }));
      await add(aQueuedLab({ id: anId(4), name: 'queued' }));

      expect(await store.claimDue(claimBy('a'), 10)).toMatchObject([
        { id: anId(1), leaseHolder: 'a', leaseUntil: at(15) },
      ]);
      expect(await store.claimDue(claimBy('b'), 10)).toEqual([]);
    });

    it('claims a lab of the queue once its time is over', async () => {
      await add(aQueuedLab({ expiresAt: at(60) }));
      expect(await store.claimDue(claimBy('a', 59), 10)).toEqual([]);
      expect(await store.claimDue(claimBy('a', 60), 10)).toHaveLength(1);
    });

    it('takes a lab over when the lease has ended', async () => {
      await add(aLab({ nextAttemptAt: at(0) }));
      await store.claimDue(claimBy('a'), 10);
      expect(await store.claimDue(claimBy('b', 14), 10)).toEqual([]);
      expect(await store.claimDue(claimBy('b', 16), 10)).toHaveLength(1);

      expect(await store.renewLease(claimBy('a', 16), anId(1))).toBeUndefined();
      await expect(
        store.change(anId(1), at(16), () => ({ set: { status: 'ERROR' } }), {
          holder: 'a',
        }),
      ).rejects.toMatchObject({ name: 'LeaseLostError' });
      expect(await store.get(anId(1))).toMatchObject({ status: 'RUNNING' });
    });

    it('keeps a lab whose lease is renewed', async () => {
      await add(aLab({ nextAttemptAt: at(0) }));
      await store.claimDue(claimBy('a'), 10);
      await store.renewLease(claimBy('a', 10), anId(1));
      expect(await store.claimDue(claimBy('b', 20), 10)).toEqual([]);
    });

    it('never gives one lab to two workers', async () => {
      for (let n = 1; n <= 10; n++) {
        await add(
          aLab({ id: anId(n), name: `lab-${n}`, nextAttemptAt: at(0) }),
        );
      }
      const rounds = await Promise.all(
        ['a', 'b', 'c', 'd'].map(holder => store.claimDue(claimBy(holder), 10)),
      );
      const ids = rounds.flat().map(lab => lab.id);
      expect(new Set(ids).size).toBe(ids.length);
    });

    const begin = () => ({ set: { status: 'PROVISIONING' as const } });
    const everyLab = [1, 2, 3, 4, 5].map(anId);
    const limits = { concurrency: 2, beside: [] };

    it('starts no more queued labs than may provision at once', async () => {
      for (let n = 1; n <= 5; n++) {
        await add(
          aQueuedLab({ id: anId(n), name: `lab-${n}`, createdAt: at(-n) }),
        );
      }
      const rounds = await Promise.all(
        ['a', 'b', 'c'].flatMap(holder =>
          [5, 4, 3].map(n =>
            store.claimQueued(
              claimBy(holder),
              anId(n),
              { concurrency: 2, beside: everyLab },
              begin,
            ),
          ),
        ),
      );
      const claimed = rounds.flatMap(lab => lab?.id ?? []);
      expect(new Set(claimed).size).toBe(2);
      expect(claimed).toHaveLength(2);
      const { making, waiting } = await store.queueState();
      expect(making.map(lab => lab.id).sort()).toEqual(claimed.sort());
      expect(waiting).toHaveLength(3);
      expect(await store.get(claimed[0])).toMatchObject({
        status: 'PROVISIONING',
        leaseUntil: at(15),
        version: 2,
      });
    });

    it('claims nothing beside what was not known when room was found', async () => {
      await add(aLab({ id: anId(9), name: 'other', status: 'PROVISIONING' }));
      await add(aQueuedLab());
      expect(
        await store.claimQueued(claimBy('a'), anId(1), limits, begin),
      ).toBeUndefined();
      const beside = { ...limits, beside: [anId(9)] };
      expect(
        await store.claimQueued(claimBy('a'), anId(1), beside, begin),
      ).toMatchObject({ status: 'PROVISIONING' });
    });

    it('claims only what still waits', async () => {
      await add(aQueuedLab({ status: 'DELETING', desired: 'deleted' }));
      expect(
        await store.claimQueued(claimBy('a'), anId(1), limits, begin),
      ).toBeUndefined();
    });
  });

  it('keeps the queue fair', async () => {
    const alices = [1, 2, 3].map(n =>
      aQueuedLab({ id: anId(n), name: `lab-${n}`, createdAt: at(n) }),
    );
    const bobs = aQueuedLab({
      id: anId(4),
      ownerRef: 'user:default/bob',
      createdAt: at(9),
    });
    for (const lab of [...alices, bobs]) {
      await add(lab);
    }
    expect(await store.queue()).toEqual([anId(1), anId(4), anId(2), anId(3)]);
  });

  it('counts what quotas and rates ask for', async () => {
    await add(aLab({ id: anId(1), name: 'a', createdAt: at(1) }));
    await add(aLab({ id: anId(2), name: 'b', createdAt: at(2) }));
    await add(aLab({ id: anId(3), name: 'c', status: 'DELETED' }));
    await add(aLab({ id: anId(4), ownerRef: 'user:default/bob' }));
    const gone = (n: number) => ({
      cluster: aCluster(anId(n), { state: 'gone' }),
    });
    await add(aLab({ id: anId(5), name: 'd', status: 'ERROR', ...gone(5) }));
    await add(aLab({ id: anId(6), name: 'e', status: 'DELETING', ...gone(6) }));
    const real = { simulated: false, provider: 'kind' };
    await add(aLab({ id: anId(7), name: 'f', ...real }));
    const { counts } = store;
    expect(await counts.total(true)).toBe(3);
    expect(await counts.total(false)).toBe(1);
    expect(
      await counts.ofOwner('user:default/alice', {
        simulated: false,
        limit: 9,
      }),
    ).toEqual({ total: 1, names: ['f'] });
    const alices = (options: { readable?: LabFilter; limit: number }) =>
      counts.ofOwner('user:default/alice', { simulated: true, ...options });
    expect(await alices({ limit: 9 })).toEqual({
      total: 2,
      names: ['a', 'b'],
    });
    expect(await alices({ limit: 1 })).toEqual({ total: 2, names: ['a'] });
    expect(await alices({ limit: 9, readable: NO_LAB })).toEqual({
      total: 2,
      names: [],
    });
    expect(await counts.createsSince('user:default/alice', at(0))).toEqual({
      count: 2,
      oldest: at(1),
    });
    expect(await counts.createsSince('user:default/x', at(0))).toEqual({
      count: 0,
    });
    expect(await store.countByStatus()).toEqual({
      RUNNING: 4,
      DELETED: 1,
      ERROR: 1,
      DELETING: 1,
    });
  });

  it('starts none while another is being started', async () => {
    const admit = async (counts: LabCounts) => {
      if ((await counts.total(true)) >= 3) {
        throw new Error('full');
      }
    };
    const outcomes = await Promise.allSettled(
      Array.from({ length: 8 }, (_, n) =>
        store.create(aLab({ id: anId(n + 1), name: `lab-${n}` }), {
          events: [asked],
          admit,
        }),
      ),
    );
    expect(
      outcomes.filter(({ status }) => status === 'fulfilled'),
    ).toHaveLength(3);
    expect(await store.counts.total(true)).toBe(3);
    expect(await store.lastSeq()).toBe(3);
  });

  it('removes what is kept no longer, in batches', async () => {
    for (let n = 1; n <= 4; n++) {
      const gone = { status: 'DELETED' as const, deletedAt: at(n) };
      await add(aLab({ id: anId(n), name: `lab-${n}`, ...gone }));
    }
    await add(aLab({ id: anId(5), name: 'alive' }));
    expect(await store.purgeLabs(at(4), 2)).toBe(2);
    expect(await store.purgeLabs(at(4), 2)).toBe(1);
    expect((await store.list(ALL)).items.map(lab => lab.id)).toEqual([
      anId(4),
      anId(5),
    ]);
    expect(await store.listEvents(anId(1), { limit: 9 })).toEqual([]);

    expect(await store.purgeEvents(at(0), 10)).toBe(0);
    expect(await store.purgeEvents(at(1), 1)).toBe(1);
    expect(await store.eventsAfter(0, 10)).toMatchObject([
      { labId: anId(5), seq: 5 },
    ]);
  });

  it('finds kubeconfigs of other keys, and replaces each once', async () => {
    const old = { ciphertext: 'old', keyId: 'k1' };
    for (let n = 1; n <= 3; n++) {
      await add(aLab({ id: anId(n), name: `lab-${n}` }));
      await store.change(anId(n), at(1), () => ({ set: { kubeconfig: old } }));
    }
    const first = await store.kubeconfigsNotOf('k2', { limit: 2 });
    expect(first.map(row => row.id)).toEqual([anId(1), anId(2)]);
    const rest = { limit: 2, after: anId(2) };
    expect(await store.kubeconfigsNotOf('k2', rest)).toEqual([
      { id: anId(3), kubeconfig: old },
    ]);
    const next = { ciphertext: 'new', keyId: 'k2' };
    expect(await store.replaceKubeconfig(anId(1), old, next)).toBe(true);
    expect(await store.replaceKubeconfig(anId(1), old, next)).toBe(false);
    expect(await store.kubeconfig(anId(1))).toEqual(next);
    expect(await store.kubeconfigsNotOf('k2', { limit: 9 })).toHaveLength(2);
  });

  it('lets a lab be for a component, for another one, and for none', async () => {
    await add(aLab({ componentRef: 'component:default/checkout' }));
    const become = async (componentRef: string | undefined) => {
      await store.change(anId(1), at(1), () => ({ set: { componentRef } }));
      return (await store.get(anId(1)))?.componentRef;
    };
    expect(await become('component:default/cart')).toBe(
      'component:default/cart',
    );
    expect(await become(undefined)).toBeUndefined();
  });

  describe('migrates a database', () => {
    const directory = `${__dirname}/../../migrations`;
    const downTo = (name: string) => knex.migrate.down({ directory, name });
    const from = async (lab: ReturnType<typeof aLab>) => {
      const { cluster: _, ...own } = lab;
      await knex('labs').insert(labToRow(knex, own));
      await knex('lab_meta').insert({ name: 'instance_id', value: 'test00' });
      await knex.migrate.latest({ directory });
      return store.get(lab.id);
    };

    it('of labs that were not for components', async () => {
      await downTo('20261128_component.js');
      expect(await knex.schema.hasColumn('labs', 'component_ref')).toBe(false);
      const { componentRef: _, ...lab } = aLab();
      await downTo('20261203_clusters.js');
      expect(await from(lab)).toMatchObject({ name: 'demo' });
    });

    it.each([
      ['RUNNING', 'ready'],
      ['PAUSED', 'stopped'],
      ['PROVISIONING', 'provisioning'],
      ['ERROR', 'broken'],
      ['DELETING', 'removing'],
    ] as const)(
      'with a lab that is %s, whose cluster is then %s',
      async (status, state) => {
        await downTo('20261203_clusters.js');
        expect(await knex.schema.hasTable('clusters')).toBe(false);
        const lab = aLab({ status });
        expect((await from(lab))?.cluster).toEqual({
          ...aCluster(lab.id, { state }),
          observed: undefined,
          since: expect.any(Date),
        });
        expect(await knex.schema.hasColumn('labs', 'has_cluster')).toBe(false);
        expect(await store.counts.total(true)).toBe(1);
      },
    );

    it.each([
      ['waits for its first turn', aQueuedLab(), undefined],
      ['waits for another attempt', aQueuedLab({ attempt: 1 }), 'removing'],
      ['is deleted', aLab({ status: 'DELETED' }), undefined],
    ])('with a lab that %s', async (_, lab, state) => {
      await downTo('20261203_clusters.js');
      expect((await from(lab))?.cluster?.state).toBe(state);
    });

    it('with a failed lab that has nothing left', async () => {
      await downTo('20261203_clusters.js');
      const { cluster: _, ...own } = aLab({ status: 'ERROR' });
      await knex('labs').insert({
        ...labToRow(knex, own),
        has_cluster: false,
      });
      await knex.migrate.latest({ directory });
      expect((await store.get(own.id))?.cluster?.state).toBe('gone');
      expect(await store.counts.total(true)).toBe(0);
    });
  });

  it('cuts what clusters said before there were bounds', async () => {
    const directory = `${__dirname}/../../migrations`;
    await knex.migrate.down({ directory, name: '20261130_bounded_words.js' });
    await add(aLab());
    await add(aLab({ id: anId(2), name: 'other' }));
    const long = JSON.stringify('x'.repeat(100_000));
    await knex('labs')
      .where({ id: anId(1) })
      .update({ status_message: long, conditions: long, nodes: long });
    await knex('lab_events')
      .where({ lab_id: anId(1) })
      .update({ message: long, data: long });
    await knex('lab_events')
      .where({ lab_id: anId(2) })
      .update({ message: 'short', data: '{"a":1}' });

    await knex.migrate.latest({ directory });

    const lab = await knex('labs')
      .where({ id: anId(1) })
      .first();
    const event = await knex('lab_events')
      .where({ lab_id: anId(1) })
      .first();
    expect(lab.status_message).toHaveLength(2_000);
    expect([lab.conditions, lab.nodes]).toEqual(['{}', '[]']);
    expect(event.message).toHaveLength(2_000);
    expect(event.data).toBeNull();
    expect(await store.get(anId(2))).toEqual(
      aLab({ id: anId(2), name: 'other' }),
    );
    expect(await store.listEvents(anId(2), { limit: 1 })).toMatchObject([
      { message: 'short', data: { a: 1 } },
    ]);
  });

  it('can be migrated down again', async () => {
    await knex.migrate.rollback({ directory: `${__dirname}/../../migrations` });
    expect(await knex.schema.hasTable('labs')).toBe(false);
  });
});
