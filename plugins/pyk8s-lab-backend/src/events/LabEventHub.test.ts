import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import type { EventsService } from '@backstage/plugin-events-node';
import type { Knex } from 'knex';
import { aLab, anId, at } from '../__testUtils__/builders';
import { DatabaseLabStore, type LabStore } from '../database';
import { LabEventHub, type HubEvent } from './LabEventHub';

const databases = TestDatabases.create();
const logger = mockServices.logger.mock();

describe.each(databases.eachSupportedId())('two processes on %s', id => {
  let knex: Knex;
  let store: LabStore;
  const hubs: LabEventHub[] = [];

  beforeEach(async () => {
    knex = await databases.init(id);
    store = await DatabaseLabStore.create({
      database: mockServices.database({ knex, migrations: { skip: false } }),
    });
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
    const hub = await LabEventHub.create({ store, events, logger });
    hubs.push(hub);
    const seqs: number[] = [];
    const waiting: { seq: number; resolve: () => void }[] = [];
    hub.subscribe(message => {
      if ('event' in message) {
        seqs.push((message as HubEvent).event.seq);
        waiting
          .filter(({ seq }) => seq <= (message as HubEvent).event.seq)
          .forEach(({ resolve }) => resolve());
      }
    });
    const until = (seq: number) =>
      seqs.includes(seq)
        ? Promise.resolve()
        : new Promise<void>(resolve => waiting.push({ seq, resolve }));
    return { hub, seqs, until };
  };

  const happen = (n: number) =>
    store.change(anId(1), at(n), () => ({
      set: {},
      events: [{ type: 'lab.updated', message: String(n) }],
    }));

  it('hear of each other by the bus of events, each thing once', async () => {
    // Nobody looks by himself: what arrives has come over the bus.
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
    expect(one.hub.size).toBe(3);
    off();
    expect(one.hub.size).toBe(2);
    await happen(1);
    one.hub.notify();
    await one.until(2);
    await one.hub.close();
    expect(one.hub.size).toBe(0);
  });
});
