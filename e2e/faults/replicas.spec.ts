import { expect, test } from '@playwright/test';
import {
  isLabStreamNotice,
  type LabClient,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { clusterOf, containersOf, kindProcessesOf } from '../support/cluster';
import { countTypes, eventsOf, until } from '../support/labs';
import { aPostgres, type Postgres } from '../support/Postgres';
import { Portal } from '../support/portal';
import { eventually } from '../support/processes';

const KEY = 'the same key for both, in this test only';
const SIMULATED = 100;
const REAL = 6;

test.describe('two backends on one PostgreSQL and one Docker', () => {
  let postgres: Postgres;
  let one: Portal;
  let other: Portal;

  test.beforeAll(async () => {
    postgres = await aPostgres();
    const options = {
      postgres: { connection: postgres.connection, prefix: 'replicas_' },
      pyk8sLab: {
        encryption: { keys: [{ id: 'k1', secret: KEY }] },
        provisioning: { concurrency: 3 },
        simulated: { provisioningTime: { milliseconds: 500 } },
      },
    };
    one = await Portal.create(options);
    other = await Portal.create(options);
    // The first creates the databases: Backstage does not support doing so concurrently.
    await one.startBackend();
    await other.startBackend();
  });
  test.afterAll(async () => {
    await one?.stop();
    await other?.stop();
    await postgres?.stop();
  });

  const both = async () =>
    Promise.all([one.client('alice'), other.client('alice')]);

  /** Reads all events of a portal until it is stopped. */
  const listen = (client: LabClient) => {
    const control = new AbortController();
    const seen: number[] = [];
    const done = (async () => {
      let lastEventId = 0;
      while (!control.signal.aborted) {
        try {
          for await (const frame of client.streamLabs({
            lastEventId,
            signal: control.signal,
          })) {
            if (!isLabStreamNotice(frame)) {
              seen.push(frame.seq);
              lastEventId = frame.seq;
            }
          }
        } catch {
          // The portal was killed, or this reader was stopped.
          await new Promise(resolve => setTimeout(resolve, 200));
        }
      }
    })();
    return { seen, stop: () => (control.abort(), done) };
  };

  test(`${SIMULATED} labs created and deleted through both: nothing twice`, async () => {
    const clients = await both();
    const readers = clients.map(listen);
    const labs = await Promise.all(
      Array.from({ length: SIMULATED }, async (_, n) => {
        const client = clients[n % 2];
        const { id } = await client.createLab({
          name: `simulated-${n}`,
          provider: 'simulated',
        });
        return id;
      }),
    );
    // Each is deleted through the other portal, some while they are provisioned.
    await Promise.all(
      labs.map(async (id, n) => {
        if (n % 5 !== 0) {
          await until(
            clients[n % 2],
            id,
            ({ status }) => status === 'RUNNING',
            600_000,
          );
        }
        await clients[(n + 1) % 2].deleteLab(id);
      }),
    );
    for (const id of labs) {
      await until(clients[0], id, ({ status }) => status === 'DELETED');
    }
    const seqs: number[] = [];
    for (const [n, id] of labs.entries()) {
      const events = await eventsOf(clients[n % 2], id);
      seqs.push(...events.map(({ seq }) => seq));
      const types = countTypes(events);
      expect(types).toMatchObject({
        'lab.created': 1,
        'lab.deleting': 1,
        'lab.deleted': 1,
      });
      if (n % 5 !== 0) {
        expect(types).toMatchObject({
          'lab.provisioning': 1,
          'lab.running': 1,
        });
      }
    }
    // Each reader has received each event once, and in order.
    const wanted = seqs.sort((a, b) => a - b);
    for (const reader of readers) {
      await eventually('every event is heard of', 30_000, async () =>
        reader.seen.length >= wanted.length ? true : undefined,
      );
      await reader.stop();
      expect(reader.seen).toEqual(wanted);
    }
  });

  test(`${REAL} real labs; one backend is killed during its work`, async () => {
    const clients = await both();
    const ids = await Promise.all(
      Array.from({ length: REAL }, async (_, n) => {
        const { id } = await clients[n % 2].createLab({ name: `real-${n}` });
        return id;
      }),
    );
    await eventually('one of them is being made by each', 120_000, async () => {
      const { items } = await clients[1].listLabs({ status: ['PROVISIONING'] });
      return items.some(({ phase }) => phase === 'control-plane')
        ? true
        : undefined;
    });
    await one.killBackend();
    for (const id of ids) {
      await until(
        clients[1],
        id,
        ({ status }) => status === 'RUNNING',
        600_000,
      );
      expect(await containersOf(clients[1], id)).toHaveLength(1);
      expect(await kindProcessesOf(await clusterOf(clients[1], id))).toEqual(
        [],
      );
      const types = countTypes(await eventsOf(clients[1], id));
      expect(types).toMatchObject({
        'lab.created': 1,
        'lab.provisioning': 1,
        'lab.running': 1,
      });
    }
    await Promise.all(ids.map(id => clients[1].deleteLab(id)));
    for (const id of ids) {
      await until(clients[1], id, ({ status }) => status === 'DELETED');
      expect(await containersOf(clients[1], id)).toEqual([]);
    }
  });
});
