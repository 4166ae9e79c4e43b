import { TestDatabases } from '@backstage/backend-test-utils';
import { labReadPermission } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import {
  createLabConditionalDecision,
  labConditions,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { Knex } from 'knex';
import { once } from 'node:events';
import { connect, type AddressInfo } from 'node:net';
import { anId, aQueuedLab, at } from '../../__testUtils__/builders';
import {
  everything,
  nothing,
  ownLabs,
} from '../../__testUtils__/permissionDecisions';
import { StreamWorld } from '../../__testUtils__/StreamWorld';
import type { LabRecord } from '../../database';

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

/** Longer than a decision is good for, in seconds. */
const STALE = 11;
/** Longer than the interval between checks of a reader, in seconds. */
const LONG = 61;

describe('the stream of events', () => {
  let knex: Knex;
  let world: StreamWorld;

  beforeEach(async () => {
    knex = await databases.init('SQLITE_3');
    world = await StreamWorld.start(knex);
  });
  afterEach(() => world.stop());

  /** Waits until something holds; the test's time limit is the limit. */
  const eventually = async (holds: () => boolean) => {
    while (!holds()) {
      await new Promise(resolve => setImmediate(resolve));
    }
  };

  describe('for as long as it lasts', () => {
    it('ends with the credentials, and leaves nothing behind', async () => {
      const lab = await world.add(1, 'alice');
      world.expiresAt = new Date(Date.now() + 1_000);
      const reader = await world.read('alice', { lastEventId: 0 });
      await reader.until('lab.created');
      expect([world.hub.size, world.scopes.size]).toEqual([1, 1]);
      await reader.toEnd();
      expect(Date.now()).toBeGreaterThanOrEqual(world.expiresAt.getTime());
      await eventually(() => world.hub.size + world.scopes.size === 0);
      await world.happen(lab, 'lab.updated');
    });

    it('forgets a reader that has left', async () => {
      const leaving = await world.read('alice');
      const staying = await world.read('alice');
      await world.add(1, 'alice');
      await leaving.until('lab.created');
      leaving.close();
      await eventually(() => world.hub.size === 1);
      expect(world.scopes.size).toBe(1);
      await world.add(2, 'alice');
      await staying.until('lab.created', ({ data }) => data.labId === anId(2));
    });

    it('says when to come back while the server stops', async () => {
      const readers = await Promise.all(
        ['alice', 'bob'].map(name => world.read(name)),
      );
      await world.hub.close();
      for (const reader of readers) {
        const last = (await reader.toEnd()).at(-1);
        expect(Number(last?.retry)).toBeGreaterThanOrEqual(1_000);
        expect(Number(last?.retry)).toBeLessThanOrEqual(5_000);
      }
    });

    it('drops a slow reader without delaying others', async () => {
      const lab = await world.add(1, 'alice');
      const { port } = world.server.address() as AddressInfo;
      const slow = connect(port, '127.0.0.1');
      await once(slow, 'connect');
      slow.write('GET /events HTTP/1.1\r\nHost: x\r\nx-user: alice\r\n\r\n');
      await once(slow, 'data');
      slow.pause();
      const quick = await world.read('alice');
      expect(world.hub.size).toBe(2);

      let sent = 0;
      while (world.hub.size === 2) {
        expect(sent).toBeLessThan(50_000);
        await world.happenOften(lab, 100);
        sent += 100;
        const last = String(1 + sent);
        await quick.until('lab.last', ({ id }) => id === last);
      }
      // What the sockets hold, and what may wait in the server.
      expect(sent).toBeGreaterThan(1_000);
      expect(quick.seqs()).toEqual(
        Array.from({ length: sent }, (_, index) => index + 2),
      );
      slow.destroy();
    });
  });

  describe('when rights change', () => {
    it('shows nothing after the rights are lost, and says so', async () => {
      const lab = await world.add(1, 'alice');
      const alice = await world.read('alice');
      await world.happen(lab, 'lab.one');
      await alice.until('lab.one');
      world.decide = () => nothing;

      world.pass(STALE);
      await world.happen(lab, 'lab.two', { statusMessage: 'a secret' });
      await alice.until('access.changed');
      await world.hub.close();
      await alice.toEnd();
      expect(alice.types()).toEqual(['lab.one', 'access.changed']);
      expect(JSON.stringify(alice.frames)).not.toContain('a secret');
    });

    it('asks no more often than it must', async () => {
      const lab = await world.add(1, 'alice');
      const readers = await Promise.all([
        world.read('alice'),
        world.read('alice'),
        world.read('alice'),
      ]);
      await world.read('bob');
      world.asked.length = 0;
      for (const type of ['lab.one', 'lab.two']) {
        await world.happen(lab, type);
        await Promise.all(readers.map(reader => reader.until(type)));
      }
      expect(world.asked).toEqual([]);
      world.pass(STALE);
      for (const type of ['lab.three', 'lab.four']) {
        await world.happen(lab, type);
        await Promise.all(readers.map(reader => reader.until(type)));
      }
      // Once for three pages of one person, and not for whom nothing is shown.
      expect(world.asked).toEqual(['user:default/alice']);
    });

    it('shows what was not to be seen before, soon after', async () => {
      const lab = await world.add(1, 'bob');
      const alice = await world.read('alice');
      await world.happen(lab, 'lab.one');
      world.decide = () => everything;
      world.pass(LONG);
      await alice.until('access.changed');
      await world.happen(lab, 'lab.two');
      await alice.until('lab.two');
      expect(alice.types()).toEqual(['access.changed', 'lab.two']);
    });

    it('keeps the order and does not delay others while it checks', async () => {
      const hers = await world.add(1, 'alice');
      const his = await world.add(2, 'bob');
      const alice = await world.read('alice');
      const bob = await world.read('bob');
      let answer: () => void = () => undefined;
      const answered = new Promise<void>(resolve => {
        answer = resolve;
      });
      world.decide = async userRef => {
        if (userRef === 'user:default/alice') {
          await answered;
        }
        return ownLabs(userRef);
      };
      world.pass(STALE);
      const types = ['lab.one', 'lab.two', 'lab.three'];
      for (const type of types) {
        await world.happen(hers, type);
        await world.happen(his, type);
        await bob.until(type);
      }
      answer();
      await alice.until('lab.three');
      expect(alice.types()).toEqual(types);
      expect(bob.types()).toEqual(types);
    });

    it('lets a reader go for whom too much waits', async () => {
      const lab = await world.add(1, 'alice');
      await world.read('alice');
      world.decide = () => new Promise(() => undefined);
      world.pass(STALE);
      const batch = Array.from({ length: 100 }, (_, index) => ({
        type: 'lab.phase',
        message: String(index),
      }));
      for (let n = 0; n < 11; n++) {
        expect(world.hub.size).toBe(1);
        await world.store.change(lab.id, new Date(), () => ({
          set: {},
          events: batch,
        }));
        world.hub.notify();
        await new Promise(resolve => setImmediate(resolve));
      }
      await eventually(() => world.hub.size === 0);
    });

    it('takes an error for an error, and never for a yes', async () => {
      const lab = await world.add(1, 'alice');
      const alice = await world.read('alice');
      world.decide = async () => {
        throw new Error('the permission backend is down');
      };
      world.pass(STALE);
      await world.happen(lab, 'lab.one');
      await alice.toEnd();
      expect(alice.types()).toEqual([]);
      await expect(world.read('alice')).rejects.toThrow(/^500/);
      await eventually(() => world.hub.size + world.scopes.size === 0);
    });
  });

  describe('when a lab goes out of sight', () => {
    it('tells the old owner that, and the new one what there is', async () => {
      const lab = await world.add(1, 'alice');
      const alice = await world.read('alice');
      const bob = await world.read('bob');
      const carol = await world.read('carol');
      await world.handOver(lab, 'bob');
      const hidden = await alice.until('lab.hidden');
      expect(hidden).toEqual({
        event: 'lab.hidden',
        data: { labId: lab.id },
      });
      const given = await bob.until('lab.updated');
      expect(given.data.lab?.owner).toBe('user:default/bob');
      await world.happen(lab, 'lab.one');
      await bob.until('lab.one');
      await world.hub.close();
      await Promise.all([alice.toEnd(), carol.toEnd()]);
      expect(alice.types()).toEqual(['lab.hidden']);
      expect(carol.types()).toEqual([]);
    });

    it('tells a reader that comes back', async () => {
      const lab = await world.add(1, 'alice');
      const other = await world.add(2, 'carol');
      const seen = await world.store.lastSeq();
      await world.handOver(lab, 'bob');
      await world.handOver(other, 'bob');
      const alice = await world.read('alice', { lastEventId: seen });
      await alice.until('lab.hidden');
      await world.hub.close();
      await alice.toEnd();
      // Of what was never hers she learns nothing.
      expect(alice.types()).toEqual(['lab.hidden']);
      expect(JSON.stringify(alice.frames)).not.toContain(other.id);
    });

    it('tells those who may see labs in some status only', async () => {
      world.decide = () =>
        createLabConditionalDecision(
          labReadPermission,
          labConditions.hasStatus({ statuses: ['RUNNING'] }),
        );
      const lab = await world.add(1, 'alice');
      const bob = await world.read('bob');
      await world.happen(lab, 'lab.failed', { status: 'ERROR' });
      await bob.until('lab.hidden');
      await world.happen(lab, 'lab.running', { status: 'RUNNING' });
      const { data } = await bob.until('lab.running');
      expect(data.labId).toBe(lab.id);
    });

    it('keeps to one lab where one is asked for', async () => {
      const lab = await world.add(1, 'alice');
      const other = await world.add(2, 'alice');
      const alice = await world.read('alice', { lab: lab.id });
      await world.handOver(other, 'bob');
      await world.handOver(lab, 'bob');
      const { data } = await alice.until('lab.hidden');
      expect([data.labId, alice.types()]).toEqual([lab.id, ['lab.hidden']]);
    });
  });

  it('sends a new queue position only to those who may read the lab', async () => {
    const alice = await world.read('alice');
    const bob = await world.read('bob');
    const first = await world.add(1, 'bob', aQueuedLab());
    const second = await world.add(2, 'alice', aQueuedLab());
    await alice.until('lab.created');
    await bob.until('lab.created');
    await world.happen(first, 'lab.provisioning', { status: 'PROVISIONING' });
    const { id, data } = await alice.until('lab.queue');
    expect([id, data.lab?.id, data.lab?.queuePosition]).toEqual([
      undefined,
      second.id,
      1,
    ]);
    await bob.until('lab.provisioning');
    await world.hub.close();
    expect((await bob.toEnd()).map(({ event }) => event)).not.toContain(
      'lab.queue',
    );
  });

  describe('of jobs', () => {
    const CLAIM = { holder: 'a worker', now: at(0), leaseUntil: at(15) };
    const addJob = async (lab: LabRecord) => {
      const job = {
        id: anId(7),
        labId: lab.id,
        type: 'images.import',
        title: 'Import of app',
        message: 'Receiving',
        createdAt: at(0),
        createdBy: lab.ownerRef,
      } as const;
      await world.jobs.add(job, CLAIM);
      world.hub.notify();
      return job.id;
    };
    const renew = async (id: string, message: string, progress: number) => {
      await world.jobs.renew(CLAIM, id, { message, progress, steps: [] });
      world.hub.notify();
    };
    const end = async (id: string) => {
      await world.jobs.end(
        id,
        { status: 'FAILED', message: 'no room' },
        { holder: CLAIM.holder, at: at(9) },
      );
      world.hub.notify();
    };

    it('tells of them as they are, those who may read the lab', async () => {
      const lab = await world.add(1, 'alice');
      const alice = await world.read('alice');
      const bob = await world.read('bob');
      const id = await addJob(lab);
      const started = await alice.until('job.started');
      expect(started.data).toMatchObject({
        labId: lab.id,
        actorRef: lab.ownerRef,
        lab: { id: lab.id },
        job: { id, status: 'RUNNING', message: 'Receiving', version: 1 },
      });
      await renew(id, 'Importing', 50);
      const progress = await alice.until('job.progress');
      // A notice: a reader that resumes does not resume from it.
      expect(progress).toEqual({
        event: 'job.progress',
        data: {
          job: expect.objectContaining({
            id,
            labId: lab.id,
            message: 'Importing',
            progress: 50,
            version: 2,
          }),
        },
      });
      await end(id);
      const failed = await alice.until('job.failed');
      expect(failed.data.job).toMatchObject({
        status: 'FAILED',
        message: 'no room',
        endedAt: at(9).toISOString(),
        version: 3,
      });
      await world.add(2, 'bob');
      await bob.until('lab.created');
      expect(bob.types()).toEqual(['lab.created']);
    });

    it('keeps to one lab where one is asked for', async () => {
      const lab = await world.add(1, 'alice');
      const other = await world.add(2, 'alice');
      const alice = await world.read('alice', { lab: other.id });
      const id = await addJob(lab);
      await renew(id, 'Importing', 50);
      await end(id);
      await world.happen(other, 'lab.last');
      await alice.until('lab.last');
      expect(alice.types()).toEqual(['lab.last']);
    });

    it('replays their start and their end, with the job as it is', async () => {
      const lab = await world.add(1, 'alice');
      const id = await addJob(lab);
      for (let percent = 1; percent <= 50; percent++) {
        await renew(id, 'Importing', percent);
      }
      await end(id);
      // However often a job says how far it is, the log has two events of it.
      expect(await world.store.lastSeq()).toBe(3);
      const alice = await world.read('alice', { lastEventId: 1 });
      await alice.until('job.failed');
      expect(alice.types()).toEqual(['job.started', 'job.failed']);
      const started = alice.frames.find(({ event }) => event === 'job.started');
      expect(started?.data.job?.status).toBe('FAILED');
    });
  });

  describe('of large events', () => {
    it('keeps every active reader, however much comes at once', async () => {
      const lab = await world.add(1, 'alice');
      const alice = await world.read('alice');
      // Some 2.5 MB that become visible with one commit.
      await world.happenOften(lab, 500);
      await alice.until('lab.last');
      expect(alice.seqs()).toHaveLength(500);
    });

    it('replays them as fast as they are read, and no faster', async () => {
      const lab = await world.add(1, 'alice');
      await world.happenOften(lab, 2_000);
      const alice = await world.read('alice', { lastEventId: 1 });
      await eventually(() => world.hub.size === 1);
      // They come while the others are being replayed.
      await world.happenOften(lab, 500);
      await alice.until('lab.last', ({ id }) => id === '2501');
      expect(alice.seqs()).toEqual(
        Array.from({ length: 2_500 }, (_, index) => index + 2),
      );
    });

    it('shows old rows that have no bound, and goes on after them', async () => {
      const lab = await world.add(1, 'alice');
      const huge = 'x'.repeat(3_000_000);
      await knex('labs').update({
        status_message: huge,
        conditions: JSON.stringify({
          dns: { status: 'failed', message: huge },
        }),
        nodes: JSON.stringify([{ name: huge, role: 'worker', state: huge }]),
      });
      await knex('lab_events').update({
        message: huge,
        data: JSON.stringify({ reason: huge }),
      });
      const alice = await world.read('alice', { lastEventId: 0 });
      const { data } = await alice.until('lab.created');
      expect(JSON.stringify(data).length).toBeLessThan(20_000);
      expect(data.lab?.conditions.dns.message).toMatch(/^x+…$/);
      await world.happen(lab, 'lab.one');
      await alice.until('lab.one');
    });
  });

  it('asks a reader from before a reset of the database to list again', async () => {
    // Nothing of what is replayed is for this reader.
    const lab = await world.add(1, 'bob');
    const alice = await world.read('alice', { lastEventId: 900 });
    await alice.until('access.changed');
    const bob = await world.read('bob', { lastEventId: 900 });
    await bob.until('lab.created');
    await world.happen(lab, 'lab.one');
    await bob.until('lab.one');
    expect(alice.types()).toEqual(['access.changed']);
    expect(bob.types()).toEqual(['access.changed', 'lab.created', 'lab.one']);

    const upToDate = await world.read('bob', { lastEventId: 2 });
    await world.happen(lab, 'lab.two');
    await upToDate.until('lab.two');
    expect(upToDate.types()).toEqual(['lab.two']);
  });

  it('replays each event once, in order, while others come', async () => {
    const lab = await world.add(1, 'alice');
    const writing = (async () => {
      for (let n = 0; n < 500; n++) {
        await world.happen(lab, 'lab.phase');
      }
      await world.happen(lab, 'lab.last');
    })();
    const readers = await Promise.all(
      Array.from({ length: 5 }, () => world.read('alice', { lastEventId: 0 })),
    );
    await writing;
    for (const reader of readers) {
      await reader.until('lab.last');
      expect(reader.seqs()).toEqual(
        Array.from({ length: 502 }, (_, index) => index + 1),
      );
    }
  });
});
