import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import type { EventsService } from '@backstage/plugin-events-node';
import type { Knex } from 'knex';
import { aLab, anId, at } from '../__testUtils__/builders';
import {
  DatabaseLabJobStore,
  DatabaseLabStore,
  type LabJobStore,
  type LabStore,
} from '../database';
import { LabEventHub, type HubMessage } from './LabEventHub';

const databases = TestDatabases.create();
const logger = mockServices.logger.mock();

/** What a message says of a job. */
function jobTextOf(message: HubMessage): string | undefined {
  if ('progressOf' in message) {
    return `job.progress ${message.progressOf.message}`;
  }
  return 'event' in message && message.job
    ? `${message.event.type} ${message.job.message}`
    : undefined;
}

describe.each(databases.eachSupportedId())('two processes on %s', id => {
  let knex: Knex;
  let store: LabStore;
  let jobStore: LabJobStore;
  const hubs: LabEventHub[] = [];

  beforeEach(async () => {
    knex = await databases.init(id);
    const database = mockServices.database({
      knex,
      migrations: { skip: false },
    });
    store = await DatabaseLabStore.create({ database });
    jobStore = await DatabaseLabJobStore.create({ database });
    await store.create(aLab(), {
      events: [{ type: 'lab.created', message: '' }],
    });
  });
  afterEach(async () => {
    jest.useRealTimers();
    await Promise.all(hubs.splice(0).map(hub => hub.close()));
    await knex.destroy();
  });

  /** A process: its hub, and the seqs that its readers were told of. */
  const start = async (events: EventsService) => {
    const hub = await LabEventHub.create({
      store,
      jobStore,
      events,
      logger,
    });
    hubs.push(hub);
    const seqs: number[] = [];
    const waiting: { seq: number; resolve: () => void }[] = [];
    hub.subscribe(message => {
      if ('event' in message) {
        seqs.push(message.event.seq);
        waiting
          .filter(({ seq }) => seq <= message.event.seq)
          .forEach(({ resolve }) => resolve());
      }
    });
    const until = (seq: number) =>
      seqs.includes(seq)
        ? Promise.resolve()
        : new Promise<void>(resolve => waiting.push({ seq, resolve }));
    const jobs: string[] = [];
    const told = new Map<string, () => void>();
    hub.subscribe(message => {
      const text = jobTextOf(message);
      if (text) {
        jobs.push(text);
        told.get(text)?.();
      }
    });
    const toldOf = (text: string) =>
      jobs.includes(text)
        ? Promise.resolve()
        : new Promise<void>(resolve => {
            told.set(text, resolve);
          });
    return { hub, seqs, until, jobs, toldOf };
  };

  const happen = (n: number) =>
    store.change(anId(1), at(n), () => ({
      set: {},
      events: [{ type: 'lab.updated', message: String(n) }],
    }));

  it('hear of each other by the bus of events, each thing once', async () => {
    // There is no polling: what arrives has come over the bus.
    jest.useFakeTimers({
      doNotFake: [
        'nextTick',
        'setImmediate',
        'queueMicrotask',
        'setTimeout',
        'Date',
      ],
    });
    const bus = mockServices.events();
    const one = await start(bus);
    const other = await start(bus);

    await Promise.all([
      (async () => {
        for (let n = 0; n < 20; n++) {
          await happen(n);
          one.hub.notify();
        }
      })(),
      (async () => {
        for (let n = 0; n < 20; n++) {
          await happen(n);
          other.hub.notify();
        }
      })(),
    ]);
    await Promise.all([one.until(41), other.until(41)]);
    const all = Array.from({ length: 40 }, (_, index) => index + 2);
    expect(one.seqs).toEqual(all);
    expect(other.seqs).toEqual(all);
  });

  it('hear of each other without the bus, a little later', async () => {
    const broken = mockServices.events.mock({
      publish: async () => {
        throw new Error('no bus');
      },
    });
    const one = await start(broken);
    const other = await start(broken);
    await happen(1);
    one.hub.notify();
    await Promise.all([one.until(2), other.until(2)]);
    expect([one.seqs, other.seqs]).toEqual([[2], [2]]);
  });

  it('let go of a reader that fails, and of none besides', async () => {
    const one = await start(mockServices.events());
    one.hub.subscribe(() => {
      throw new Error('a broken reader');
    });
    const off = one.hub.subscribe(() => undefined);
    expect(one.hub.size).toBe(4);
    off();
    expect(one.hub.size).toBe(3);
    await happen(1);
    one.hub.notify();
    await one.until(2);
    await one.hub.close();
    expect(one.hub.size).toBe(0);
  });

  it('report the progress of a job, also of one that another works on', async () => {
    const one = await start(mockServices.events());
    const job = {
      id: anId(7),
      labId: anId(1),
      type: 'images.import',
      title: 'Import of app',
      message: 'Receiving',
      createdAt: at(0),
    } as const;
    const claim = { holder: 'a worker', now: at(0), leaseUntil: at(15) };
    const renew = (message: string) =>
      jobStore.renew(claim, job.id, { message, steps: [] });
    await jobStore.add(job, claim);
    await one.toldOf('job.started Receiving');
    // One that has started since, and one that was there before.
    const other = await start(mockServices.events());
    await renew('Half');
    await Promise.all(
      [one, other].map(({ toldOf }) => toldOf('job.progress Half')),
    );
    // What has not changed is not told again.
    await jobStore.renew(claim, job.id);
    await jobStore.end(
      job.id,
      { status: 'SUCCEEDED', message: 'Done' },
      { holder: 'a worker', at: at(1) },
    );
    await Promise.all(
      [one, other].map(({ toldOf }) => toldOf('job.succeeded Done')),
    );
    expect(one.jobs).toEqual([
      'job.started Receiving',
      'job.progress Half',
      'job.succeeded Done',
    ]);
    expect(other.jobs).toEqual(['job.progress Half', 'job.succeeded Done']);
  });

  it('query no jobs while none runs, or without listeners', async () => {
    const asked = jest.spyOn(jobStore, 'getMany');
    const one = await start(mockServices.events());
    await happen(1);
    one.hub.notify();
    await one.until(2);
    expect(asked).not.toHaveBeenCalled();
  });
});
