import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { aLab, anId, at } from '../__testUtils__/builders';
import {
  DatabaseLabJobStore,
  DatabaseLabStore,
  type LabJobStore,
} from '../database';
import type { JobContext, JobHandlers } from './JobHandler';
import { LabJobs } from './LabJobs';

const databases = TestDatabases.create();
const LAB = { id: anId(1), name: 'demo' };
const SPEC = {
  lab: LAB,
  type: 'images.import',
  title: 'Import of app',
  message: 'Reading',
  createdBy: 'user:default/alice',
} as const;
const NEVER = new Promise<never>(() => undefined);
const INTERRUPTED = 'The portal was stopped: send it again.';

describe.each(databases.eachSupportedId())('taking jobs over on %s', id => {
  let knex: Knex;
  let store: DatabaseLabJobStore;
  let now: Date;
  /** What the handler has been given. */
  let given: [string, unknown][];
  /** What the handler does. */
  let run: (job: JobContext) => Promise<{ message: string }>;
  const workers: LabJobs[] = [];
  const logger = mockServices.logger.mock();
  logger.child.mockReturnValue(logger);

  beforeEach(async () => {
    knex = await databases.init(id);
    const database = mockServices.database({
      knex,
      migrations: { skip: false },
    });
    const labs = await DatabaseLabStore.create({ database });
    store = await DatabaseLabJobStore.create({ database });
    await labs.create(aLab(LAB), { events: [] });
    now = at(0);
    given = [];
    run = async () => ({ message: 'In every node' });
  });
  afterEach(async () => {
    await Promise.all(workers.splice(0).map(worker => worker.stop()));
    await knex.destroy();
  });

  const aWorker = (own: LabJobStore = store) => {
    const handlers: JobHandlers = {
      'images.import': {
        interrupted: INTERRUPTED,
        run: async (job, params) => {
          given.push([job.labId, params]);
          return run(job);
        },
      },
      apply: { interrupted: INTERRUPTED },
      'images.spread': { interrupted: INTERRUPTED },
      'logs.export': { interrupted: INTERRUPTED },
    };
    const worker = new LabJobs({
      store: own,
      logger,
      handlers,
      now: () => now,
      reportMs: 5,
    });
    workers.push(worker);
    return worker;
  };
  /** A worker that starts a job, and is killed. */
  const aDeadWorker = () => {
    const dead = Object.create(store) as LabJobStore;
    dead.add = (...job) => store.add(...job);
    dead.renew = dead.end = dead.release = () => NEVER;
    const worker = new LabJobs({
      store: dead,
      logger,
      handlers: {
        apply: { interrupted: INTERRUPTED },
        'images.import': { interrupted: INTERRUPTED, run: () => NEVER },
        'images.spread': { interrupted: INTERRUPTED },
        'logs.export': { interrupted: INTERRUPTED },
      },
      now: () => now,
      leaseMs: 15_000,
    });
    return worker;
  };
  const ended = async (jobId: string) => {
    for (;;) {
      const job = await store.get(jobId);
      if (job?.status !== 'RUNNING') {
        return job;
      }
      await new Promise(resolve => setImmediate(resolve));
    }
  };

  it('repeats by its parameters what can be repeated', async () => {
    const params = { image: 'app' };
    const { job } = await aDeadWorker().start({ ...SPEC, params });
    const survivor = aWorker();
    now = at(15);
    expect(await survivor.takeOver()).toBe(0);
    now = at(16);
    expect(await survivor.takeOver()).toBe(1);
    expect(await ended(job.id)).toMatchObject({
      status: 'SUCCEEDED',
      message: 'In every node',
      attempt: 2,
      createdBy: SPEC.createdBy,
    });
    expect(given).toEqual([[LAB.id, params]]);
  });

  it('ends what had its input in the process that died', async () => {
    const { job } = await aDeadWorker().start(SPEC, () => NEVER);
    now = at(16);
    await aWorker().takeOver();
    expect(await store.get(job.id)).toMatchObject({
      status: 'FAILED',
      message: INTERRUPTED,
    });
    expect(given).toEqual([]);
  });

  it('ends what was to be cancelled when its worker died', async () => {
    const params = { image: 'app' };
    const { job } = await aDeadWorker().start({ ...SPEC, params });
    await aWorker().cancel(job);
    now = at(16);
    await aWorker().takeOver();
    expect(await store.get(job.id)).toMatchObject({ status: 'CANCELLED' });
    expect(given).toEqual([]);
  });

  it('is done by one of several workers that look at once', async () => {
    const params = { image: 'app' };
    const { job } = await aDeadWorker().start({ ...SPEC, params });
    now = at(16);
    const taken = await Promise.all(
      [aWorker(), aWorker(), aWorker()].map(worker => worker.takeOver()),
    );
    expect(taken.reduce((sum, count) => sum + count)).toBe(1);
    await ended(job.id);
    expect(given).toHaveLength(1);
  });

  it('gives a job up that outlives no worker', async () => {
    const params = { image: 'app' };
    const { job } = await aDeadWorker().start({ ...SPEC, params });
    for (let seconds = 16; seconds < 48; seconds += 16) {
      now = at(seconds);
      await store.claimAbandoned(
        { holder: 'dies too', now, leaseUntil: at(seconds + 15) },
        { types: ['images.import'], except: [], limit: 1 },
      );
    }
    now = at(64);
    await aWorker().takeOver();
    expect(await store.get(job.id)).toMatchObject({
      status: 'FAILED',
      message: expect.stringContaining('3 times'),
    });
    expect(given).toEqual([]);
  });

  it('leaves a job to the next worker when it is stopped itself', async () => {
    run = ({ signal }) =>
      new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
      });
    const stopped = aWorker();
    const { job, done } = await stopped.start({
      ...SPEC,
      params: { image: 'app' },
    });
    await Promise.allSettled([done, stopped.stop()]);
    expect(await store.get(job.id)).toMatchObject({ status: 'RUNNING' });
    run = async () => ({ message: 'In every node' });
    now = at(1);
    await aWorker().takeOver();
    expect(await ended(job.id)).toMatchObject({
      status: 'SUCCEEDED',
      // To be stopped is no attempt.
      attempt: 1,
    });
  });

  it('works on few jobs of others at once', async () => {
    let finish = () => {};
    const finished = new Promise<void>(resolve => {
      finish = resolve;
    });
    run = async () => {
      await finished;
      return { message: '' };
    };
    const dead = aDeadWorker();
    const started = [];
    for (let n = 0; n < 3; n++) {
      started.push(await dead.start({ ...SPEC, params: { image: `${n}` } }));
    }
    now = at(16);
    const survivor = aWorker();
    await survivor.takeOver();
    expect(given).toHaveLength(2);
    finish();
    await Promise.all(started.slice(0, 2).map(({ job }) => ended(job.id)));
    now = at(17);
    await survivor.takeOver();
    expect(await ended(started[2].job.id)).toMatchObject({
      status: 'SUCCEEDED',
      attempt: 2,
    });
  });
});
