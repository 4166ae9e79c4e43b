import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { aLab, anId, at } from '../__testUtils__/builders';
import { DatabaseLabJobStore } from './DatabaseLabJobStore';
import { DatabaseLabStore } from './DatabaseLabStore';
import { toDbTime } from './dialect';
import type { NewLabJob } from './LabJobStore';

const databases = TestDatabases.create();
const ALICE = 'user:default/alice';
const BOB = 'user:default/bob';
const WORKER = 'a worker';
const OTHER = 'another worker';

describe.each(databases.eachSupportedId())('DatabaseLabJobStore on %s', id => {
  let knex: Knex;
  let jobs: DatabaseLabJobStore;
  let store: DatabaseLabStore;

  beforeEach(async () => {
    knex = await databases.init(id);
    const database = mockServices.database({
      knex,
      migrations: { skip: false },
    });
    store = await DatabaseLabStore.create({ database });
    jobs = await DatabaseLabJobStore.create({ database });
    await store.create(aLab({ id: anId(1), name: 'one', ownerRef: ALICE }), {
      events: [],
    });
    await store.create(aLab({ id: anId(2), name: 'two', ownerRef: BOB }), {
      events: [],
    });
  });
  afterEach(() => knex.destroy());

  const claimOf = (holder: string, seconds: number) => ({
    holder,
    now: at(seconds),
    leaseUntil: at(seconds + 15),
  });
  const add = (n: number, lab: number, change: Partial<NewLabJob> = {}) =>
    jobs.add(
      {
        id: anId(n),
        labId: anId(lab),
        type: 'images.import',
        title: 'Import of app.tar',
        message: 'Receiving',
        createdAt: at(n),
        createdBy: ALICE,
        ...change,
      },
      claimOf(WORKER, n),
    );
  const by = (seconds: number, holder = WORKER) => ({
    holder,
    at: at(seconds),
  });
  const claimAbandoned = (seconds: number, holder = OTHER) =>
    jobs.claimAbandoned(claimOf(holder, seconds), {
      types: ['images.import'],
      except: [],
      limit: 9,
    });
  const eventsOf = async (lab: number) =>
    (await store.listEvents(anId(lab), { after: 0, limit: 99 })).map(
      ({ type, data }) => [type, data?.jobId],
    );
  const ids = async (query: Parameters<typeof jobs.list>[0]) =>
    (await jobs.list(query)).items.map(job => job.id);

  it('keeps a job from its start to its end', async () => {
    const steps = [
      { name: 'receive', title: 'Receiving', startedAt: at(11).toISOString() },
    ];
    await add(11, 1, { traceId: 'a trace', params: { image: 'app' } });
    expect(await jobs.get(anId(11))).toEqual({
      id: anId(11),
      labId: anId(1),
      labName: 'one',
      type: 'images.import',
      title: 'Import of app.tar',
      status: 'RUNNING',
      message: 'Receiving',
      progress: undefined,
      steps: [],
      attempt: 1,
      version: 1,
      params: { image: 'app' },
      cancelRequested: false,
      createdBy: ALICE,
      createdAt: at(11),
      endedAt: undefined,
      traceId: 'a trace',
      result: undefined,
    });
    expect(
      await jobs.renew(claimOf(WORKER, 12), anId(11), {
        message: 'Half',
        progress: 50,
        steps,
      }),
    ).toEqual({ cancelRequested: false });
    const half = { message: 'Half', progress: 50, steps, version: 2 };
    expect(await jobs.get(anId(11))).toMatchObject(half);
    // Nothing has changed that readers see.
    await jobs.renew(claimOf(WORKER, 13), anId(11));
    expect(await jobs.get(anId(11))).toMatchObject(half);
    expect(
      await jobs.end(
        anId(11),
        { status: 'SUCCEEDED', message: 'Done', result: { names: ['app'] } },
        by(14),
      ),
    ).toBe(true);
    expect(await jobs.get(anId(11))).toMatchObject({
      status: 'SUCCEEDED',
      message: 'Done',
      progress: 100,
      steps,
      version: 3,
      endedAt: at(14),
      result: { names: ['app'] },
    });
  });

  it('writes the start and the end of a job as events of its lab', async () => {
    await add(11, 1);
    await add(12, 2, { createdBy: undefined });
    await add(13, 1);
    await jobs.renew(claimOf(WORKER, 14), anId(11), {
      message: 'on',
      steps: [],
    });
    await jobs.end(anId(11), { status: 'SUCCEEDED', message: 'yes' }, by(14));
    await jobs.end(anId(12), { status: 'FAILED', message: 'no' }, by(14));
    await jobs.end(anId(13), { status: 'CANCELLED', message: 'off' }, by(14));
    expect(await eventsOf(1)).toEqual([
      ['job.started', anId(11)],
      ['job.started', anId(13)],
      ['job.succeeded', anId(11)],
      ['job.cancelled', anId(13)],
    ]);
    expect(
      await store.listEvents(anId(2), { after: 0, limit: 9 }),
    ).toMatchObject([
      { type: 'job.started', message: 'Import of app.tar', at: at(12) },
      { type: 'job.failed', message: 'no', at: at(14) },
    ]);
  });

  it('leaves what has ended as it is', async () => {
    await add(11, 1);
    await jobs.end(anId(11), { status: 'FAILED', message: 'no' }, by(12));
    expect(
      await jobs.end(anId(11), { status: 'SUCCEEDED', message: 'yes' }, by(13)),
    ).toBe(false);
    await jobs.requestCancel(anId(11));
    expect(await jobs.renew(claimOf(WORKER, 14), anId(11))).toBeUndefined();
    expect(await claimAbandoned(99)).toEqual([]);
    expect(await jobs.get(anId(11))).toMatchObject({
      status: 'FAILED',
      message: 'no',
      progress: undefined,
      endedAt: at(12),
    });
    expect(await eventsOf(1)).toHaveLength(2);
  });

  it('tells the worker of a job to cancel it', async () => {
    await add(11, 1);
    await jobs.requestCancel(anId(11));
    expect(await jobs.renew(claimOf(WORKER, 12), anId(11))).toEqual({
      cancelRequested: true,
    });
  });

  it('lists by reader, lab, status and type, the newest first, in pages', async () => {
    await add(11, 1);
    await add(12, 2);
    await add(13, 1, { type: 'logs.export' });
    await add(14, 1);
    await jobs.end(anId(14), { status: 'CANCELLED', message: '' }, by(15));

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
    // What was not written has no event either.
    expect(await eventsOf(1)).toHaveLength(2);
    await jobs.end(anId(11), { status: 'FAILED', message: '' }, by(15));
    await add(15, 1, { slot: 'images' });
    // Another worker continues the job, which still has its slot.
    await claimAbandoned(99);
    await expect(add(16, 1, { slot: 'images' })).rejects.toThrow(
      expect.objectContaining({ name: 'ConflictError' }),
    );
  });

  it('gives a job to another worker when its lease has expired', async () => {
    await add(10, 1);
    await add(11, 1, { params: { image: 'app' } });
    await add(12, 1, { type: 'logs.export' });
    await jobs.renew(claimOf(WORKER, 20), anId(11), {
      message: 'Half',
      progress: 50,
      steps: [{ name: 'a', title: 'A', startedAt: at(20).toISOString() }],
    });
    await jobs.renew(claimOf(WORKER, 60), anId(10));
    expect(await claimAbandoned(35)).toEqual([]);
    expect(await claimAbandoned(36)).toEqual([
      expect.objectContaining({
        id: anId(11),
        labName: 'one',
        attempt: 2,
        params: { image: 'app' },
        progress: undefined,
        steps: [],
        version: 3,
      }),
    ]);
    expect(await claimAbandoned(36, 'a third worker')).toEqual([]);
    // The one that was slow has lost it.
    expect(await jobs.renew(claimOf(WORKER, 37), anId(11))).toBeUndefined();
    expect(
      await jobs.end(anId(11), { status: 'SUCCEEDED', message: '' }, by(37)),
    ).toBe(false);
    await jobs.release(anId(11), by(37));
    expect(await jobs.renew(claimOf(OTHER, 38), anId(11))).toBeDefined();
  });

  it('gives a job that was released to another worker at once', async () => {
    await add(11, 1);
    await jobs.release(anId(11), by(12));
    expect(await jobs.renew(claimOf(WORKER, 12), anId(11))).toBeUndefined();
    // That was no attempt.
    expect(await claimAbandoned(13)).toMatchObject([{ attempt: 1 }]);
  });

  it('gives each job to one of two workers that ask at once', async () => {
    await Promise.all([11, 12, 13].map(n => add(n, 1)));
    const claimed = await Promise.all([
      claimAbandoned(99),
      claimAbandoned(99, 'a third worker'),
    ]);
    expect(
      claimed
        .flat()
        .map(job => job.id)
        .sort(),
    ).toEqual([11, 12, 13].map(anId));
  });

  it('takes jobs from before there were leases, and back', async () => {
    const directory = `${__dirname}/../../migrations`;
    await knex.migrate.down({ directory, name: '20261204_job_leases.js' });
    const old = (n: number, status: string) => ({
      id: anId(n),
      lab_id: anId(1),
      type: 'images.import',
      title: 'Import of app.tar',
      status,
      message: 'Receiving',
      progress: 30,
      created_at: toDbTime(knex, at(0)),
      ended_at: status === 'RUNNING' ? null : toDbTime(knex, at(1)),
      seen_at: toDbTime(knex, at(1)),
      cancel_requested: false,
      slot: status === 'RUNNING' ? 'images' : null,
    });
    await knex('lab_jobs').insert([old(11, 'RUNNING'), old(12, 'SUCCEEDED')]);
    await knex.migrate.latest({ directory });
    expect(await jobs.get(anId(12))).toMatchObject({
      status: 'SUCCEEDED',
      steps: [],
      attempt: 1,
      version: 1,
      endedAt: at(1),
    });
    // The process that ran it was ended for the upgrade.
    expect(await claimAbandoned(2)).toMatchObject([
      { id: anId(11), progress: undefined, params: undefined },
    ]);
    await knex.migrate.down({ directory, name: '20261204_job_leases.js' });
    expect(await knex('lab_jobs').where({ slot: 'images' })).toMatchObject([
      { id: anId(11), seen_at: expect.anything() },
    ]);
    await knex.migrate.latest({ directory });
  });
});
