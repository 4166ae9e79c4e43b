import { TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { sameForSimulated } from '../__testUtils__/builders';
import { LabHarness } from '../__testUtils__/LabHarness';

const databases = TestDatabases.create();
const MANY = 100;

describe.each(databases.eachSupportedId())('faults on %s', id => {
  let knex: Knex;
  let world: LabHarness;

  beforeEach(async () => {
    knex = await databases.init(id);
    world = await LabHarness.create({
      knex,
      settings: {
        quotas: sameForSimulated({ perUser: 999, perGroup: 999, total: 999 }),
        provisioning: { concurrency: 4, timeoutSeconds: 600, attempts: 3 },
      },
    });
  });
  afterEach(() => world.stop());

  it.each([
    ['an error', new Error('no')],
    ['a text', 'no'],
    ['nothing', undefined],
    ['an object without words', { code: 7 }],
  ])('a lab whose provider throws %s stops no other', async (_, thrown) => {
    const poisoned = await world.request({ name: 'poisoned' });
    world.intercept = async ({ ref }) => {
      if (await world.isOf(poisoned, ref)) {
        throw thrown;
      }
    };
    const sound = await world.request({ name: 'sound' });
    await world.settleUntil(sound, 'RUNNING');
    for (let n = 0; n < 8; n++) {
      world.advance(60);
      await world.settle();
    }
    expect((await world.get(poisoned.id)).status).toBe('ERROR');
    await world.delete(sound.id);
    await world.settleUntil(sound, 'DELETED');

    // It ends like any other once its provider does what it should.
    world.intercept = () => undefined;
    await world.delete(poisoned.id);
    await world.settleUntil(poisoned, 'DELETED');
    expect(world.provider.clusterNames()).toEqual([]);
  });

  it('a lab whose provider hangs stops no other', async () => {
    const hanging = await world.request({ name: 'hanging' });
    let release: () => void = () => undefined;
    world.intercept = async ({ ref }) => {
      if (await world.isOf(hanging, ref)) {
        await new Promise<void>(resolve => {
          release = resolve;
        });
      }
    };
    const sound = await world.request({ name: 'sound' });
    for (let n = 0; n < 50; n++) {
      await world.reconciler.runOnce();
      if ((await world.get(sound.id)).status === 'RUNNING') {
        break;
      }
    }
    expect((await world.get(sound.id)).status).toBe('RUNNING');
    expect((await world.get(hanging.id)).status).toBe('PROVISIONING');
    world.intercept = () => undefined;
    release();
    await world.settleUntil(hanging, 'RUNNING');
  });

  it('a row that was damaged stops no other', async () => {
    const damaged = await world.request({ name: 'damaged' });
    await world.settle();
    await knex('labs')
      .where({ id: damaged.id })
      .update({ spec: '{', phases: 'x', conditions: '', nodes: 'null' });
    const sound = await world.request({ name: 'sound' });
    await world.settleUntil(sound, 'RUNNING');
    await world.sweep();
    expect(await world.get(damaged.id)).toMatchObject({
      status: 'RUNNING',
      nodes: [],
    });
    await world.delete(damaged.id);
    await world.settleUntil(damaged, 'DELETED');
  });

  it(`${MANY} labs through two backends: none is worked on twice`, async () => {
    const other = world.replica();
    const started = new Map<string, number>();
    const busy = new Set<string>();
    const collisions: string[] = [];
    world.intercept = async ({ verb, ref, phase }) => {
      const name = ref?.name ?? '';
      if (verb === 'create' && phase === 'image') {
        started.set(name, (started.get(name) ?? 0) + 1);
      }
      if (verb === 'create' || verb === 'destroy') {
        if (busy.has(name)) {
          collisions.push(name);
        }
        busy.add(name);
        await new Promise(resolve => setImmediate(resolve));
        busy.delete(name);
      }
    };
    const replicas = [
      { labs: world.labs, reconciler: world.reconciler },
      other,
    ];
    const labs = [];
    for (let n = 0; n < MANY; n++) {
      labs.push(await world.request({ name: `lab-${n}` }));
    }
    const workUntil = async (status: 'RUNNING' | 'DELETED') => {
      for (let round = 0; round < 1_000; round++) {
        await Promise.all(
          replicas.map(({ reconciler }) => reconciler.runOnce()),
        );
        await Promise.all(
          replicas.map(({ reconciler }) => reconciler.settle()),
        );
        const counts = await world.store.countByStatus();
        if (counts[status] === MANY) {
          return;
        }
      }
      throw new Error(JSON.stringify(await world.store.countByStatus()));
    };
    await workUntil('RUNNING');
    for (const lab of labs) {
      await world.delete(lab.id);
    }
    await workUntil('DELETED');
    await other.reconciler.stop();

    expect(collisions).toEqual([]);
    expect(started.size).toBe(MANY);
    expect([...started.values()].every(count => count === 1)).toBe(true);
    expect(world.provider.clusterNames()).toEqual([]);
    const events = await world.store.eventsAfter(0, 100_000);
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, n) => n + 1));
    for (const type of ['lab.running', 'lab.deleted']) {
      const told = events.filter(event => event.type === type);
      expect(new Set(told.map(({ labId }) => labId)).size).toBe(MANY);
      expect(told).toHaveLength(MANY);
    }
  }, 60_000);
});
