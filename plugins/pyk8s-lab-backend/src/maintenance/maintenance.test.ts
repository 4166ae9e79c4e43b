import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { readKubeconfig } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { Knex } from 'knex';
import { aLab, anId, at, someSettings } from '../__testUtils__/builders';
import {
  DatabaseClusterStore,
  DatabaseLabJobStore,
  DatabaseLabStore,
} from '../database';
import { KeyRing } from '../kubeconfig/KeyRing';
import { KubeconfigVault, sealAccess } from '../kubeconfig/KubeconfigVault';
import { KeyRotation } from './KeyRotation';
import { Retention } from './Retention';

const databases = TestDatabases.create();
const OLD = { id: 'old', secret: 'an old secret, for tests only' };
const NEW = { id: 'new', secret: 'a new secret, for tests only' };
const { signal } = new AbortController();

describe.each(databases.eachSupportedId())('maintenance on %s', id => {
  let knex: Knex;
  let store: DatabaseLabStore;
  let clusterStore: DatabaseClusterStore;
  let jobStore: DatabaseLabJobStore;
  const logger = mockServices.logger.mock();

  beforeEach(async () => {
    knex = await databases.init(id);
    const database = mockServices.database({
      knex,
      migrations: { skip: false },
    });
    store = await DatabaseLabStore.create({ database });
    clusterStore = await DatabaseClusterStore.create({ database });
    jobStore = await DatabaseLabJobStore.create({ database });
  });
  afterEach(() => knex.destroy());

  const add = (n: number, change: Parameters<typeof aLab>[0] = {}) =>
    store.create(aLab({ id: anId(n), name: `lab-${n}`, ...change }), {
      events: [{ type: 'lab.created', message: 'asked' }],
    });

  const addJob = async (n: number, lab: number, status = 'FAILED') => {
    const holder = 'a worker';
    await jobStore.add(
      {
        id: anId(n),
        labId: anId(lab),
        type: 'images.import',
        title: 'Import of app.tar',
        message: 'Receiving',
        createdAt: at(-90),
      },
      { holder, now: at(-90), leaseUntil: at(0) },
    );
    if (status === 'FAILED') {
      const by = { holder, at: at(-90) };
      await jobStore.end(anId(n), { status, message: 'no' }, by);
    }
  };

  it('keeps deleted labs and events for their time, and no longer', async () => {
    const deleted = (seconds: number) =>
      ({ status: 'DELETED', deletedAt: at(seconds) } as const);
    await add(1, { ...deleted(0), createdAt: at(-90) });
    await add(2, { ...deleted(60), createdAt: at(-90) });
    await add(3, { createdAt: at(-90) });
    await addJob(31, 3);
    await addJob(11, 1);
    await addJob(32, 3, 'RUNNING');
    const retention = (seconds: number) =>
      new Retention({
        store,
        clusterStore,
        jobStore,
        logger,
        now: () => at(seconds),
        settings: someSettings({
          retention: {
            deletedLabsSeconds: 100,
            eventsSeconds: 1_000,
            unknownClustersSeconds: 600,
          },
        }),
      });
    expect(await retention(100).run(signal)).toEqual({
      labs: 0,
      events: 0,
      jobs: 0,
    });
    expect(await retention(101).run(signal)).toEqual({
      labs: 1,
      events: 0,
      jobs: 0,
    });
    expect(await store.get(anId(1))).toBeUndefined();
    expect(await store.listEvents(anId(2), { limit: 9 })).toHaveLength(1);

    expect(await retention(911).run(signal)).toEqual({
      labs: 1,
      // The start and the end of its jobs are among them.
      events: 4,
      jobs: 1,
    });
    expect(await store.get(anId(3))).toBeDefined();
    expect(await jobStore.get(anId(31))).toBeUndefined();
    expect(await jobStore.get(anId(32))).toBeDefined();
    expect(await knex('lab_jobs').where({ id: anId(11) })).toEqual([]);
    expect(await store.eventsAfter(0, 9)).toEqual([]);
    // A reader that resumes gets no earlier events again.
    expect(await store.lastSeq()).toBe(8);
  });

  it('purges in batches', async () => {
    for (let n = 0; n < 3; n++) {
      await add(n, { status: 'DELETED', deletedAt: at(0) });
    }
    await knex('labs')
      .where({ id: anId(0) })
      .update({ name: 'x' });
    const purge = jest.spyOn(store, 'purgeLabs');
    await new Retention({
      store,
      clusterStore,
      jobStore,
      logger,
      settings: someSettings(),
      now: () => at(90 * 86_400),
    }).run(signal);
    expect(purge).toHaveBeenCalledWith(expect.any(Date), 500);
    expect(await store.countByStatus()).toEqual({});
  });

  it('brings every kubeconfig under the first key', async () => {
    const old = new KeyRing([OLD]);
    const accessOf = (n: number) => ({ server: `https://localhost:${n}` });
    for (let n = 1; n <= 150; n++) {
      await add(n);
      await store.change(anId(n), at(0), () => ({
        set: { kubeconfig: sealAccess(old, anId(n), accessOf(n)) },
      }));
    }
    await store.change(anId(7), at(0), () => ({
      set: { kubeconfig: { ciphertext: 'nonsense', keyId: 'lost' } },
    }));
    const vault = new KubeconfigVault({
      store,
      logger,
      keyRing: new KeyRing([NEW, OLD]),
      readFromCluster: async () => {
        throw new Error('no cluster');
      },
    });
    const rotation = new KeyRotation({ store, vault, logger });
    expect(await rotation.run(signal)).toEqual({ reencrypted: 149, left: 1 });
    expect(await rotation.run(signal)).toEqual({ reencrypted: 0, left: 1 });

    // The old key can go.
    const kept = await store.kubeconfig(anId(150));
    expect(
      kept && readKubeconfig(new KeyRing([NEW]).decrypt(anId(150), kept)),
    ).toEqual(accessOf(150));
    const versions = (await store.getMany([anId(1), anId(150)])).map(
      lab => lab.version,
    );
    // Readers see nothing of a kubeconfig.
    expect(versions).toEqual([1, 1]);
  });
});
