import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { aLab, anId, at } from '../__testUtils__/builders';
import { DatabaseLabJobStore } from './DatabaseLabJobStore';
import { DatabaseLabStore } from './DatabaseLabStore';
import type { NewLabJob } from './LabJobStore';

const databases = TestDatabases.create();
const ALICE = 'user:default/alice';
const BOB = 'user:default/bob';
const ABANDONED = { status: 'FAILED', message: 'abandoned' } as const;

describe.each(databases.eachSupportedId())('DatabaseLabJobStore on %s', id => {
  let knex: Knex;
  let jobs: DatabaseLabJobStore;

  beforeEach(async () => {
    knex = await databases.init(id);
    const database = mockServices.database({
      knex,
      migrations: { skip: false },
    });
    const store = await DatabaseLabStore.create({ database });
    jobs = await DatabaseLabJobStore.create({ database });
    await store.create(aLab({ id: anId(1), name: 'one', ownerRef: ALICE }), {
      events: [],
    });
    await store.create(aLab({ id: anId(2), name: 'two', ownerRef: BOB }), {
      events: [],
    });
  });
  afterEach(() => knex.destroy());

  const add = (n: number, lab: number, change: Partial<NewLabJob> = {}) =>
    jobs.add({
      id: anId(n),
      labId: anId(lab),
      type: 'images.import',
      title: 'Import of app.tar',
      message: 'Receiving',
      createdAt: at(n),
      createdBy: ALICE,
      ...change,
    });
  const ids = async (query: Parameters<typeof jobs.list>[0]) =>
    (await jobs.list(query)).items.map(job => job.id);

  it('keeps a job from its beginning to its end', async () => {
    await add(11, 1, { traceId: 'a trace' });
    expect(await jobs.get(anId(11))).toEqual({
      id: anId(11),
      labId: anId(1),
      labName: 'one',
      type: 'images.import',
      title: 'Import of app.tar',
      status: 'RUNNING',
      message: 'Receiving',
      progress: undefined,
      createdBy: ALICE,
      createdAt: at(11),
      endedAt: undefined,
      traceId: 'a trace',
      result: undefined,
    });
    expect(
      await jobs.report(anId(11), {
        at: at(12),
        message: 'Half',
        progress: 50,
      }),
    ).toEqual({ cancelRequested: false });
    expect(await jobs.get(anId(11))).toMatchObject({
      message: 'Half',
      progress: 50,
    });
    await jobs.end(
      anId(11),
      { status: 'SUCCEEDED', message: 'Done', result: { names: ['app'] } },
      at(13),
    );
    expect(await jobs.get(anId(11))).toMatchObject({
      status: 'SUCCEEDED',
      message: 'Done',
      progress: 100,
      endedAt: at(13),
      result: { names: ['app'] },
    });
  });

  it('leaves what has ended as it is', async () => {
    await add(11, 1);
    await jobs.end(anId(11), { status: 'FAILED', message: 'no' }, at(12));
    await jobs.end(anId(11), { status: 'SUCCEEDED', message: 'yes' }, at(13));
    await jobs.requestCancel(anId(11));
    expect(
      await jobs.report(anId(11), { at: at(14), message: 'on' }),
    ).toBeUndefined();
    expect(await jobs.endAbandoned(at(99), ABANDONED, at(99))).toBe(0);
    expect(await jobs.get(anId(11))).toMatchObject({
      status: 'FAILED',
      message: 'no',
      progress: undefined,
      endedAt: at(12),
    });
  });

  it('tells whoever does a job that it is to be cancelled', async () => {
    await add(11, 1);
    await jobs.requestCancel(anId(11));
    expect(await jobs.report(anId(11), { at: at(12), message: '' })).toEqual({
      cancelRequested: true,
    });
  });

  it('lists by reader, lab, status and type, the newest first, in pages', async () => {
    await add(11, 1);
    await add(12, 2);
    await add(13, 1, { type: 'logs.export' });
    await add(14, 1);
    await jobs.end(anId(14), { status: 'CANCELLED', message: '' }, at(15));

    expect(await ids({ limit: 9 })).toEqual([14, 13, 12, 11].map(anId));
    expect(await ids({ limit: 9, readable: { owners: [BOB] } })).toEqual([
      anId(12),
    ]);
    expect(await ids({ limit: 9, readable: { anyOf: [] } })).toEqual([]);
    expect(await ids({ limit: 9, labId: anId(2) })).toEqual([anId(12)]);
    expect(await ids({ limit: 9, statuses: ['CANCELLED'] })).toEqual([
      anId(14),
    ]);
    expect(await ids({ limit: 9, types: ['logs.export'] })).toEqual([anId(13)]);

    const first = await jobs.list({ limit: 3 });
    expect(first.items).toHaveLength(3);
    const second = await jobs.list({ limit: 3, before: first.next });
    expect(second.items.map(job => job.id)).toEqual([anId(11)]);
    expect(second.next).toBeUndefined();
    // A last page that is full has none after it.
    expect((await jobs.list({ limit: 4 })).next).toBeUndefined();
  });

  it('gives a slot of a lab to one job at a time', async () => {
    await add(11, 1, { slot: 'images' });
    await add(12, 2, { slot: 'images' });
    await add(13, 1);
    await expect(add(14, 1, { slot: 'images' })).rejects.toThrow(
      expect.objectContaining({ name: 'ConflictError' }),
    );
    await jobs.end(anId(11), { status: 'FAILED', message: '' }, at(15));
    await add(15, 1, { slot: 'images' });
    // Whoever did it is dead.
    await jobs.endAbandoned(at(99), ABANDONED, at(99));
    await add(16, 1, { slot: 'images' });
  });

  it('ends those that nobody reports of', async () => {
    await add(11, 1);
    await add(12, 1);
    await jobs.report(anId(12), { at: at(70), message: 'on' });
    expect(await jobs.endAbandoned(at(60), ABANDONED, at(80))).toBe(1);
    expect(await jobs.get(anId(11))).toMatchObject({
      ...ABANDONED,
      endedAt: at(80),
    });
    expect(await jobs.get(anId(12))).toMatchObject({ status: 'RUNNING' });
  });
});
