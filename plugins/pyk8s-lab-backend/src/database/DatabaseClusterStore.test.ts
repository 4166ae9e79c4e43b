import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import {
  aCluster,
  aLab,
  anId,
  aQueuedLab,
  at,
} from '../__testUtils__/builders';
import { DatabaseClusterStore } from './DatabaseClusterStore';
import { DatabaseLabStore } from './DatabaseLabStore';
import { toDbTime } from './dialect';
import type { NewCluster } from './ClusterRecord';

const databases = TestDatabases.create();
const nodes = [
  {
    name: 'c-control-plane',
    role: 'control-plane',
    state: 'running',
    detail: 'Up 2 minutes',
  },
] as const;

describe.each(databases.eachSupportedId())('DatabaseClusterStore on %s', id => {
  let knex: Knex;
  let labs: DatabaseLabStore;
  let store: DatabaseClusterStore;

  beforeEach(async () => {
    knex = await databases.init(id);
    const database = mockServices.database({
      knex,
      migrations: { skip: false },
    });
    labs = await DatabaseLabStore.create({ database });
    store = await DatabaseClusterStore.create({ database });
  });
  afterEach(() => knex.destroy());

  const next = (n: number): NewCluster => ({
    id: anId(n),
    name: `lab-test00-${anId(n)}`,
    provider: 'simulated',
    host: 'local',
    template: 'small',
  });
  const addSpare = async (n: number, template = 'small', state = 'ready') => {
    const { name, provider, host } = next(n);
    await store.addUnknown([{ id: anId(n), name, provider, host }], at(0));
    await knex('clusters')
      .where({ id: anId(n) })
      .update({ template, state, next_attempt_at: null });
  };
  const addQueued = (n: number) =>
    labs.create(aQueuedLab({ id: anId(n), name: `lab-${n}` }), { events: [] });
  const giveCluster = (lab: number, cluster: number) =>
    labs.change(anId(lab), at(1), () => ({
      set: {},
      cluster: { add: next(cluster) },
    }));

  it('gives a lab a cluster of its own, and another one when it is recreated', async () => {
    await addQueued(1);
    expect((await giveCluster(1, 11)).cluster).toEqual({
      id: anId(11),
      name: `lab-test00-${anId(11)}`,
      host: 'local',
      state: 'provisioning',
      since: at(1),
      version: 1,
    });
    expect((await labs.get(anId(1)))?.cluster?.id).toBe(anId(11));
    expect((await giveCluster(1, 12)).cluster?.id).toBe(anId(12));
    // The earlier one is left to be removed.
    expect(await store.get(anId(11))).toMatchObject({
      labId: undefined,
      state: 'removing',
    });
    expect(
      (await store.dueWithoutLab(at(1), 9)).map(cluster => cluster.id),
    ).toEqual([anId(11)]);
  });

  it('gives it a spare of the same template instead', async () => {
    await addSpare(21, 'large');
    await addSpare(22, 'small', 'removing');
    await addSpare(23);
    await addQueued(1);
    expect((await giveCluster(1, 11)).cluster).toMatchObject({
      id: anId(23),
      state: 'ready',
      since: at(1),
    });
    expect(await store.get(anId(23))).toMatchObject({ labId: anId(1) });
    expect(await store.get(anId(11))).toBeUndefined();
  });

  it('gives a spare to one of those that claim it at the same time', async () => {
    await addSpare(21);
    await Promise.all([1, 2, 3].map(addQueued));
    const given = await Promise.all([1, 2, 3].map(n => giveCluster(n, 10 + n)));
    const ids = given.map(({ cluster }) => cluster?.id);
    expect(new Set(ids).size).toBe(3);
    expect(ids.filter(one => one === anId(21))).toHaveLength(1);
  });

  it('leases a cluster to one at a time', async () => {
    await addSpare(1);
    const claim = (holder: string, seconds: number) =>
      store.claim(
        { holder, now: at(seconds), leaseUntil: at(seconds + 15) },
        anId(1),
      );
    expect(await claim('a', 0)).toBe(true);
    expect(await claim('b', 15)).toBe(false);
    expect(
      await store.renew({ holder: 'a', leaseUntil: at(25) }, anId(1)),
    ).toBe(true);
    expect(await claim('b', 20)).toBe(false);
    // Its holder has died.
    expect(await claim('b', 26)).toBe(true);
    expect(
      await store.renew({ holder: 'a', leaseUntil: at(99) }, anId(1)),
    ).toBe(false);
    await store.release('a', anId(1));
    expect(await claim('c', 27)).toBe(false);
    await store.release('b', anId(1));
    expect(await claim('c', 27)).toBe(true);
  });

  it('changes one without a lab under its lease only', async () => {
    await addSpare(1, 'small', 'removing');
    const change = {
      state: { is: 'gone', since: at(9) },
      failures: 0,
    } as const;
    const by = (holder: string, version = 1) =>
      store.changeWithoutLab(anId(1), holder, version, change);
    expect(await by('a')).toBe(false);
    await store.claim({ holder: 'a', now: at(0), leaseUntil: at(9) }, anId(1));
    // Its state has changed since.
    expect(await by('a', 2)).toBe(false);
    expect(await by('a')).toBe(true);
    expect(await store.get(anId(1))).toMatchObject({
      state: 'gone',
      version: 2,
    });
    expect(await store.purge(at(9), 5)).toBe(0);
    expect(await store.purge(at(10), 5)).toBe(1);
  });

  it('leaves out those that another works on', async () => {
    await addSpare(1, 'small', 'removing');
    await addSpare(2, 'small', 'removing');
    await knex('clusters').update({ next_attempt_at: toDbTime(knex, at(0)) });
    await store.claim({ holder: 'a', now: at(0), leaseUntil: at(15) }, anId(1));
    const due = async (seconds: number) =>
      (await store.dueWithoutLab(at(seconds), 1)).map(({ id: one }) => one);
    expect(await due(1)).toEqual([anId(2)]);
    expect(await due(16)).toHaveLength(1);
  });

  it('records an observation, and schedules a check of the lab', async () => {
    await labs.create(aLab({ nextAttemptAt: at(7200) }), { events: [] });
    await labs.create(
      aLab({
        id: anId(2),
        name: 'b',
        status: 'QUEUED',
        nextAttemptAt: at(60),
      }),
      { events: [] },
    );
    const ids = [anId(1), anId(2)];
    const look = (version: number, found: typeof nodes | []) => ({
      at: at(5),
      now: at(6),
      same: [],
      news: ids.map(one => ({ id: one, nodes: found, version })),
    });
    await store.observe(look(1, nodes));
    const [first, second] = [await labs.get(ids[0]), await labs.get(ids[1])];
    expect(first?.cluster?.observed).toEqual({ version: 1, nodes });
    // No change that readers hear of.
    expect(first).toMatchObject({ version: 1, nextAttemptAt: at(6) });
    // It waits for its next attempt.
    expect(second?.nextAttemptAt).toEqual(at(60));

    // A look that began before the cluster got the state that it has.
    await labs.change(ids[0], at(7), () => ({
      set: { nextAttemptAt: at(7200) },
      cluster: { state: 'ready' },
    }));
    await store.observe(look(1, []));
    const later = await labs.get(ids[0]);
    expect(later).toMatchObject({ nextAttemptAt: at(7200) });
    expect(later?.cluster).toMatchObject({
      version: 2,
      observed: { version: 1, nodes },
    });
  });

  it('keeps the name of a cluster once', async () => {
    await labs.create(aLab(), { events: [] });
    const { name, host } = aCluster(anId(1));
    const found = { id: anId(9), provider: 'simulated', host, name };
    await store.addUnknown([found], at(0));
    // The same one, where its host is called otherwise now.
    await store.addUnknown([{ ...found, id: anId(1), host: 'renamed' }], at(0));
    expect(await store.get(anId(9))).toBeUndefined();
    expect(await store.listOf('simulated')).toMatchObject([
      { id: anId(1), labId: anId(1), state: 'ready' },
    ]);
  });

  it('repairs what was written past the records', async () => {
    const repair = () => store.repair('simulated', one => `old-${one}`, at(9));
    await labs.create(aLab(), { events: [] });
    await addSpare(9);
    expect(await repair()).toEqual([]);
    await labs.create(aLab({ id: anId(2), name: 'b', cluster: undefined }), {
      events: [],
    });
    await labs.create(aLab({ id: anId(3), name: 'c' }), { events: [] });
    await knex('labs')
      .where({ id: anId(3) })
      .update({ status: 'DELETED' });
    expect((await repair()).sort()).toEqual([
      `lab-test00-${anId(3)}`,
      `old-${anId(2)}`,
    ]);
    expect(await store.get(anId(2))).toMatchObject({
      labId: anId(2),
      name: `old-${anId(2)}`,
      state: 'ready',
    });
    expect(await store.get(anId(3))).toMatchObject({
      labId: undefined,
      state: 'broken',
      nextAttemptAt: at(9),
    });
    expect(await repair()).toEqual([]);
  });

  it('lets go of the cluster of a lab that is deleted', async () => {
    await labs.create(aLab(), { events: [] });
    const lab = await labs.change(anId(1), at(1), () => ({
      set: { status: 'DELETED' },
      cluster: 'gone',
    }));
    expect(lab.cluster).toBeUndefined();
    expect((await labs.get(anId(1)))?.cluster).toBeUndefined();
    expect(await store.get(anId(1))).toMatchObject({
      state: 'gone',
      labId: undefined,
    });
  });
});
