import { TestDatabases } from '@backstage/backend-test-utils';
import type { SimulatedMoment } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-backend-module-simulated';
import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import {
  ProviderUnavailableError,
  ProvisioningError,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { Knex } from 'knex';
import { aLab, anId, at } from '../__testUtils__/builders';
import { LabHarness } from '../__testUtils__/LabHarness';
import { templateOf } from '../clusters/Clusters';
import { toDbTime } from '../database/dialect';

const databases = TestDatabases.create();

/** A promise that a test resolves. */
function gate() {
  let open: () => void = () => undefined;
  const opened = new Promise<void>(resolve => {
    open = resolve;
  });
  return { open, opened };
}

describe.each(databases.eachSupportedId())('the life of a lab on %s', id => {
  let knex: Knex;
  let world: LabHarness;
  /** Holds the provider at some moments, or at the first of them, until it is opened. */
  const holdAt = (
    isMeant: (moment: SimulatedMoment) => boolean,
    { once = false } = {},
  ) => {
    const hold = gate();
    const reached = gate();
    let isReached = false;
    world.intercept = moment => {
      if (!isMeant(moment) || (once && isReached)) {
        return undefined;
      }
      isReached = true;
      reached.open();
      return hold.opened;
    };
    return { open: hold.open, reached: reached.opened };
  };

  beforeEach(async () => {
    knex = await databases.init(id);
    world = await LabHarness.create({ knex });
  });
  afterEach(() => world.stop());

  it('goes from QUEUED to RUNNING, and is gone when its time is over', async () => {
    const lab = await world.request({ ttl: '30m', workers: 1 });
    expect(lab).toMatchObject({
      status: 'QUEUED',
      queuePosition: 1,
      owner: 'user:default/alice',
      simulated: true,
    });

    await world.settle();
    const running = await world.get(lab.id);
    expect(running).toMatchObject({
      status: 'RUNNING',
      progress: 1,
      runningAt: at(0).toISOString(),
      expiresAt: at(1800).toISOString(),
      secondsLeft: 1800,
      endpoint: expect.stringContaining('simulated'),
      nodes: [{ role: 'control-plane' }, { role: 'worker' }],
    });
    expect(running.phases.map(({ name }) => name)).toEqual([
      'image',
      'nodes',
      'config',
      'control-plane',
      'cni',
      'storage',
      'workers',
      'ready',
    ]);
    expect(running.phases.every(({ finishedAt }) => finishedAt)).toBe(true);

    world.advance(1799);
    await world.settle();
    expect((await world.get(lab.id)).status).toBe('RUNNING');

    world.advance(1);
    await world.settle();
    expect(await world.get(lab.id)).toMatchObject({
      status: 'DELETED',
      secondsLeft: 0,
      deletedAt: at(1800).toISOString(),
    });
    expect(world.provider.clusterNames()).toEqual([]);
    expect(await world.store.kubeconfig(lab.id)).toBeUndefined();
    expect(
      (await world.eventTypes(lab)).filter(type => type !== 'lab.phase'),
    ).toEqual([
      'lab.created',
      'lab.provisioning',
      'lab.running',
      'lab.expiring',
      'lab.expired',
      'lab.deleted',
    ]);
  });

  it('makes as many labs at once as are allowed, and the others in order', async () => {
    const hold = holdAt(({ phase }) => phase === 'nodes');
    const labs: Lab[] = [];
    for (const name of ['a', 'b', 'c', 'd']) {
      labs.push(await world.request({ name }));
      world.advance(1);
    }
    await world.reconciler.runOnce();
    const states = async () =>
      Promise.all(
        labs.map(async lab => {
          const { status, queuePosition } = await world.get(lab.id);
          return [status, queuePosition];
        }),
      );
    expect(await states()).toEqual([
      ['PROVISIONING', undefined],
      ['PROVISIONING', undefined],
      ['QUEUED', 1],
      ['QUEUED', 2],
    ]);
    hold.open();
    await world.reconciler.settle();
    expect((await states()).map(([status]) => status)).toEqual(
      Array(4).fill('RUNNING'),
    );
  });

  it('tries again, backs off, and is in ERROR with the provider’s message', async () => {
    world.intercept = ({ phase }) => {
      if (phase === 'cni') {
        throw new ProvisioningError('failed to apply the CNI: no route');
      }
    };
    const lab = await world.request();
    await world.settle();
    expect(await world.get(lab.id)).toMatchObject({
      status: 'QUEUED',
      attempt: 1,
      statusMessage: expect.stringContaining('Attempt 1 of 3 failed'),
    });
    expect(world.provider.clusterNames()).toEqual([]);

    world.advance(1);
    await world.settle();
    expect((await world.get(lab.id)).attempt).toBe(1);
    world.advance(1);
    await world.settle();
    world.advance(4);
    await world.settle();
    expect(await world.get(lab.id)).toMatchObject({
      status: 'ERROR',
      attempt: 3,
      phase: 'cni',
      statusMessage: 'failed to apply the CNI: no route',
    });
    expect(world.provider.clusterNames()).toEqual([]);

    world.intercept = () => undefined;
    await world.retry(lab.id);
    await world.settle();
    expect(await world.get(lab.id)).toMatchObject({
      status: 'RUNNING',
      attempt: 1,
      statusMessage: '',
    });
  });

  it('does not try again what cannot succeed', async () => {
    world.intercept = ({ verb }) => {
      if (verb === 'create') {
        throw new ProvisioningError('no such image', { retryable: false });
      }
    };
    const lab = await world.request();
    await world.settle();
    expect(await world.get(lab.id)).toMatchObject({
      status: 'ERROR',
      attempt: 1,
    });
  });

  it('ends in ERROR too', async () => {
    world.intercept = ({ verb }) => {
      if (verb === 'create') {
        throw new ProvisioningError('no', { retryable: false });
      }
    };
    const lab = await world.request({ ttl: '2h' });
    await world.settle();
    world.advance(2 * 3600);
    await world.settle();
    expect((await world.get(lab.id)).status).toBe('DELETED');
  });

  it('expires while it is provisioned', async () => {
    const hold = holdAt(({ phase }) => phase === 'ready');
    const lab = await world.request({ ttl: '5m' });
    await world.reconciler.runOnce();
    world.advance(3600);
    await world.reconciler.recheck(lab.id);
    hold.open();
    await world.reconciler.settle();
    await world.settle();
    expect((await world.get(lab.id)).status).toBe('DELETED');
    expect(world.provider.clusterNames()).toEqual([]);
  });

  it('is deleted in the middle of a create', async () => {
    const hold = holdAt(({ phase }) => phase === 'control-plane');
    const lab = await world.request();
    await world.reconciler.runOnce();
    await hold.reached;
    await world.delete(lab.id);
    await world.reconciler.recheck(lab.id);
    hold.open();
    await world.reconciler.settle();
    expect((await world.get(lab.id)).status).toBe('DELETED');
    expect(world.provider.clusterNames()).toEqual([]);
    expect(world.createdPhases()).not.toContain('ready');
  });

  it('takes no failed pause for a failure of what was requested meanwhile', async () => {
    const lab = await world.request();
    await world.settle();
    world.intercept = async ({ verb }) => {
      if (verb === 'pause') {
        await world.delete(lab.id);
        throw new ProviderUnavailableError('Docker cannot be reached');
      }
    };
    await world.pause(lab.id);
    await world.settle();
    await world.settle();
    expect((await world.get(lab.id)).status).toBe('DELETED');
    expect(await world.eventTypes(lab)).not.toContain('lab.step-failed');
  });

  it('says DELETED only when the provider has confirmed it', async () => {
    const lab = await world.request();
    await world.settle();
    world.intercept = ({ verb }) => {
      if (verb === 'destroy') {
        throw new ProviderUnavailableError('Docker cannot be reached');
      }
    };
    await world.delete(lab.id);
    await world.settle();
    for (let round = 0; round < 8; round++) {
      world.advance(60);
      await world.settle();
    }
    expect(await world.get(lab.id)).toMatchObject({
      status: 'DELETING',
      statusMessage: expect.stringContaining('Docker cannot be reached'),
    });
    // Told once, however often it is tried.
    expect(
      (await world.eventTypes(lab)).filter(type => type === 'lab.step-failed'),
    ).toHaveLength(1);

    world.intercept = () => undefined;
    world.advance(60);
    await world.settle();
    expect((await world.get(lab.id)).status).toBe('DELETED');
  });

  it('waits while the provider cannot be reached, which is no attempt', async () => {
    world.intercept = ({ verb }) => {
      if (verb === 'check') {
        throw new ProviderUnavailableError('Docker cannot be reached');
      }
    };
    const lab = await world.request();
    await world.settle();
    for (let round = 0; round < 5; round++) {
      world.advance(60);
      await world.settle();
    }
    expect(await world.get(lab.id)).toMatchObject({
      status: 'QUEUED',
      attempt: 0,
      statusMessage: 'Docker cannot be reached',
    });
    world.intercept = () => undefined;
    world.advance(60);
    await world.settle();
    expect((await world.get(lab.id)).status).toBe('RUNNING');
  });

  it('is extended, within its maximum lifetime', async () => {
    const lab = await world.request({ ttl: '24h' });
    await world.settle();
    expect(await world.update(lab.id, { extendBy: '24h' })).toMatchObject({
      ttlSeconds: 48 * 3600,
      secondsLeft: 48 * 3600,
    });
    world.advance(24 * 3600);
    await world.settle();
    expect((await world.get(lab.id)).status).toBe('RUNNING');
    await expect(
      world.update(lab.id, { extendBy: '25h' }),
    ).rejects.toMatchObject({
      name: 'InputError',
      message: expect.stringContaining('by 1d at most'),
    });
    world.advance(24 * 3600);
    await world.settle();
    expect((await world.get(lab.id)).status).toBe('DELETED');
    await expect(
      world.update(lab.id, { extendBy: '1h' }),
    ).rejects.toMatchObject({ name: 'ConflictError' });
  });

  it('counts a new time from now while it is not running', async () => {
    const lab = await world.request({ ttl: '1h' });
    await world.settle();
    world.advance(1);
    world.provider.vanish(await world.clusterName(lab));
    await world.sweep();
    world.advance(3000);
    await world.retry(lab.id);
    expect(await world.update(lab.id, { ttl: '30m' })).toMatchObject({
      status: 'QUEUED',
      secondsLeft: 1800,
    });
    await world.settle();
    expect(await world.get(lab.id)).toMatchObject({
      status: 'RUNNING',
      secondsLeft: 1800,
    });
  });

  it('ends in time although its next attempt is due later', async () => {
    world.intercept = ({ verb }) => {
      if (verb === 'check') {
        throw new ProviderUnavailableError('Docker cannot be reached');
      }
    };
    const lab = await world.request({ ttl: '30m' });
    // The delays are a minute now; the last would end too late.
    for (let round = 0; round < 29; round++) {
      await world.settle();
      world.advance(60);
    }
    await world.settle();
    world.intercept = () => undefined;
    world.advance(59);
    await world.settle();
    expect((await world.get(lab.id)).status).not.toBe('DELETED');
    world.advance(1);
    await world.settle();
    expect((await world.get(lab.id)).status).toBe('DELETED');
  });

  it('is driven once, although its lease ran out while the process stood still', async () => {
    const hold = holdAt(({ phase }) => phase === 'cni');
    const lab = await world.request();
    await world.reconciler.runOnce();
    await hold.reached;
    world.advance(16);
    expect(await world.reconciler.runOnce()).toEqual({ claimed: 0 });
    hold.open();
    await world.settleUntil(lab, 'RUNNING');
    expect(world.createdPhases().filter(p => p === 'image')).toHaveLength(1);
  });

  it('leaves the cluster of its new driver alone when its attempt fails late', async () => {
    const hold = gate();
    const started = gate();
    let caught = false;
    world.intercept = async ({ phase }) => {
      if (phase === 'cni' && !caught) {
        caught = true;
        started.open();
        await hold.opened;
        throw new ProvisioningError('too late');
      }
    };
    const slow = world.replica();
    const lab = await world.request();
    await slow.reconciler.runOnce();
    await started.opened;
    world.advance(16);
    await world.settleUntil(lab, 'RUNNING');
    hold.open();
    await slow.reconciler.settle();
    expect(world.provider.clusterNames()).toEqual([
      await world.clusterName(lab),
    ]);
    expect((await world.get(lab.id)).status).toBe('RUNNING');
  });

  it('is not RUNNING again when it was deleted at the last moment', async () => {
    const lab = await world.request();
    world.intercept = async ({ verb }) => {
      if (verb === 'kubeconfig') {
        await world.delete(lab.id);
      }
    };
    await world.settleUntil(lab, 'DELETED');
    expect(await world.eventTypes(lab)).not.toContain('lab.running');
    expect(world.provider.clusterNames()).toEqual([]);
  });

  it('ends sooner when its time is set shorter', async () => {
    const lab = await world.request({ ttl: '2h' });
    await world.settle();
    world.advance(600);
    await expect(world.update(lab.id, { ttl: '10m' })).rejects.toMatchObject({
      name: 'InputError',
    });
    await world.update(lab.id, { ttl: '11m' });
    world.advance(60);
    await world.settle();
    expect((await world.get(lab.id)).status).toBe('DELETED');
  });

  describe('after a crash', () => {
    /** A replica that takes a lab and is never heard of again. */
    const crashIn = async (phase: string) => {
      const hold = holdAt(moment => moment.phase === phase, { once: true });
      const dead = world.replica();
      const lab = await world.request();
      await dead.reconciler.runOnce();
      await hold.reached;
      return { lab, dead, release: hold.open };
    };

    it.each(['image', 'control-plane', 'ready'])(
      'in the phase %s another replica makes it, once the lease has ended',
      async phase => {
        const { lab, dead, release } = await crashIn(phase);
        await world.settle();
        expect((await world.get(lab.id)).status).toBe('PROVISIONING');

        world.advance(16);
        await world.settleUntil(lab, 'RUNNING');
        expect((await world.get(lab.id)).attempt).toBe(1);
        expect(world.provider.clusterNames()).toEqual([
          await world.clusterName(lab),
        ]);
        // The other one wakes up, and leaves the lab alone.
        release();
        await dead.reconciler.settle();
        expect((await world.get(lab.id)).status).toBe('RUNNING');
        expect(
          (await world.eventTypes(lab)).filter(t => t === 'lab.running'),
        ).toHaveLength(1);
      },
    );

    it('adopts a cluster that is ready', async () => {
      const hold = holdAt(({ verb }) => verb === 'kubeconfig');
      const dead = world.replica();
      const lab = await world.request();
      await dead.reconciler.runOnce();
      await hold.reached;
      world.intercept = () => undefined;
      const before = world.createdPhases().length;

      world.advance(16);
      await world.settleUntil(lab, 'RUNNING');
      expect(world.createdPhases()).toHaveLength(before);
      hold.open();
      await dead.reconciler.settle();
    });

    it('finishes a deletion', async () => {
      const lab = await world.request();
      await world.settle();
      const hold = holdAt(({ verb }) => verb === 'destroy');
      const dead = world.replica();
      await world.delete(lab.id);
      await dead.reconciler.runOnce();
      await hold.reached;
      world.intercept = () => undefined;

      world.advance(16);
      await world.settleUntil(lab, 'DELETED');
      hold.open();
      await dead.reconciler.settle();
      expect(
        (await world.eventTypes(lab)).filter(t => t === 'lab.deleted'),
      ).toHaveLength(1);
    });
  });

  it('gives its labs back at once when it stops', async () => {
    const hold = holdAt(({ phase }) => phase === 'cni');
    const stopping = world.replica();
    const lab = await world.request();
    await stopping.reconciler.runOnce();
    await hold.reached;
    const stopped = stopping.reconciler.stop();
    hold.open();
    await stopped;
    world.intercept = () => undefined;
    await world.settle();
    expect((await world.get(lab.id)).status).toBe('RUNNING');
  });

  describe('the sweep', () => {
    const context = { signal: new AbortController().signal };
    const orphan = (name: string) =>
      world.provider.create(
        { name, host: 'local' },
        { kubernetesVersion: 'default', workers: 0 },
        {
          ...context,
          logger: {
            child: jest.fn(),
            debug: jest.fn(),
            info: jest.fn(),
            warn: jest.fn(),
            error: jest.fn(),
          },
          onPhase: () => undefined,
          onOutput: () => undefined,
        },
      );

    it('deletes what no lab claims after a grace, and nothing of others', async () => {
      const lab = await world.request();
      await world.settle();
      await orphan(`lab-${world.instanceId}-orphan`);
      await orphan('lab-zzzzzz-of-another-portal');
      await orphan('somebody-elses');
      await world.sweep();
      world.advance(599);
      await world.sweep();
      expect(world.provider.clusterNames()).toContain(
        `lab-${world.instanceId}-orphan`,
      );
      world.advance(1);
      await world.settle();
      expect(world.provider.clusterNames().sort()).toEqual(
        [
          await world.clusterName(lab),
          'lab-zzzzzz-of-another-portal',
          'somebody-elses',
        ].sort(),
      );
    });

    it('tries to remove such a cluster until it is gone', async () => {
      await orphan(`lab-${world.instanceId}-orphan`);
      let tries = 0;
      world.intercept = ({ verb }) => {
        tries += verb === 'destroy' ? 1 : 0;
        if (verb === 'destroy' && tries < 3) {
          throw new Error('busy');
        }
      };
      await world.sweep();
      expect(tries).toBe(0);
      world.advance(600);
      await world.settle();
      expect(tries).toBe(1);
      for (let n = 0; n < 3; n++) {
        world.advance(10);
        await world.settle();
      }
      expect(tries).toBe(3);
      expect(world.provider.clusterNames()).toEqual([]);
    });

    describe('after a portal of an earlier version wrote to the database', () => {
      const oldId = anId(5);
      const old = () => `lab-${world.instanceId}-${oldId}`;
      const addOld = () =>
        world.store.create(
          aLab({
            id: oldId,
            name: 'old',
            cluster: undefined,
            expiresAt: at(7200),
          }),
          { events: [] },
        );

      it.each([
        ['at once', false],
        ['when its cluster was found before', true],
      ])('gives its lab the cluster that it has, %s', async (_, isFound) => {
        await orphan(old());
        if (isFound) {
          await world.sweep();
        }
        await addOld();
        await world.sweep();
        world.advance(3600);
        await world.sweep();
        expect(await world.get(oldId)).toMatchObject({
          status: 'RUNNING',
          clusterName: old(),
        });
        expect(world.provider.clusterNames()).toEqual([old()]);
        await world.delete(oldId);
        await world.settle();
        expect((await world.get(oldId)).status).toBe('DELETED');
        expect(world.provider.clusterNames()).toEqual([]);
      });

      it('says so when there is no cluster', async () => {
        await addOld();
        await world.sweep();
        expect(await world.get(oldId)).toMatchObject({ status: 'ERROR' });
      });

      it.each([
        ['is deleted', () => knex('labs').update({ status: 'DELETED' })],
        ['is no more', () => knex('labs').delete()],
      ])('removes a cluster whose lab %s', async (_, end) => {
        await world.request();
        await world.settle();
        await end();
        await world.sweep();
        expect(world.provider.clusterNames()).toHaveLength(1);
        world.advance(600);
        await world.settle();
        expect(world.provider.clusterNames()).toEqual([]);
      });
    });

    it('keeps a spare, and gives it to the next lab of its template', async () => {
      const spec = { kubernetesVersion: 'default', workers: 0 };
      const name = `lab-${world.instanceId}-${anId(9)}`;
      await orphan(name);
      await knex('clusters').insert({
        id: anId(9),
        provider: 'simulated',
        host: 'local',
        name,
        template: templateOf('simulated', spec),
        state: 'ready',
        state_since: toDbTime(knex, at(0)),
        state_version: 1,
        failures: 0,
        created_at: toDbTime(knex, at(0)),
      });
      world.advance(60);
      await world.sweep();
      expect(world.provider.clusterNames()).toEqual([name]);

      const creates = () =>
        world.moments.filter(({ verb }) => verb === 'create').length;
      const before = creates();
      const [large, small] = [
        await world.request({ name: 'large', workers: 1 }),
        await world.request({ name: 'small' }),
      ];
      await world.settleUntil(large, 'RUNNING');
      await world.settleUntil(small, 'RUNNING');
      expect(await world.clusterName(small)).toBe(name);
      expect(await world.clusterName(large)).not.toBe(name);
      expect(creates()).toBeGreaterThan(before);

      // Its time begins with the claim, and it ends like any other.
      expect((await world.get(small.id)).runningAt).toBe(at(60).toISOString());
      await world.delete(small.id);
      await world.settleUntil(small, 'DELETED');
      expect(world.provider.clusterNames()).not.toContain(name);
    });

    it('says so when a cluster vanished, and recreates it', async () => {
      const lab = await world.request();
      await world.settle();
      world.advance(1);
      world.provider.vanish(await world.clusterName(lab));
      await world.sweep();
      expect(await world.get(lab.id)).toMatchObject({
        status: 'ERROR',
        statusMessage: expect.stringContaining('The cluster no longer exists'),
      });
      await world.retry(lab.id);
      await world.settle();
      expect((await world.get(lab.id)).status).toBe('RUNNING');
    });

    it.each(['RUNNING', 'PAUSED'] as const)(
      'takes no single look for it that a cluster vanished: %s',
      async status => {
        const lab = await world.request();
        await world.settle();
        if (status === 'PAUSED') {
          await world.pause(lab.id);
          await world.settle();
        }
        const seq = await world.store.lastSeq();
        const list = jest
          .spyOn(world.provider, 'list')
          .mockResolvedValueOnce([]);
        await world.sweep();
        expect(await world.get(lab.id)).toMatchObject({ status });
        expect(await world.store.lastSeq()).toBe(seq);

        // Nor one that gets no answer.
        list
          .mockResolvedValueOnce([])
          .mockRejectedValueOnce(
            new ProviderUnavailableError('Docker is away'),
          );
        await world.sweep();
        expect(await world.get(lab.id)).toMatchObject({ status });
        world.advance(2);
        await world.settle();
        expect(await world.get(lab.id)).toMatchObject({
          status,
          statusMessage: '',
        });

        // An unanswered check is not reported after the next one.
        list
          .mockResolvedValueOnce([])
          .mockRejectedValueOnce(
            new ProviderUnavailableError('Docker is away'),
          );
        await world.sweep();
        expect((await world.get(lab.id)).statusMessage).toContain('is away');
        await world.sweep();
        expect(await world.get(lab.id)).toMatchObject({
          status,
          statusMessage: '',
        });
        expect(await world.store.get(lab.id)).toMatchObject({ failures: 0 });

        world.provider.vanish(await world.clusterName(lab));
        await world.sweep();
        expect((await world.get(lab.id)).status).toBe('ERROR');
      },
    );

    it('lets a lab be that became RUNNING during the look', async () => {
      const lab = await world.request();
      await world.settle();
      const before = await world.store.get(lab.id);
      world.provider.vanish(await world.clusterName(lab));
      // Whatever the clocks of replicas say: this look was about an earlier state.
      world.intercept = async ({ verb }) => {
        if (verb === 'list') {
          world.intercept = () => undefined;
          await world.store.change(lab.id, at(-3600), () => ({
            set: {},
            cluster: { state: 'ready' },
          }));
        }
      };
      await world.sweep();
      expect((await world.get(lab.id)).status).toBe('RUNNING');
      expect((await world.store.get(lab.id))?.cluster?.version).toBe(
        (before?.cluster?.version ?? 0) + 1,
      );
      await world.sweep();
      expect((await world.get(lab.id)).status).toBe('ERROR');
    });

    it.each([-3600, 3600])(
      'pauses once, and sees what vanished, when the clock jumps %d s',
      async seconds => {
        const lab = await world.request();
        await world.settle();
        world.advance(60);
        await world.sweep();
        world.advance(seconds);
        await world.pause(lab.id);
        await world.settle();
        expect(await world.get(lab.id)).toMatchObject({ status: 'PAUSED' });
        expect(
          world.moments.filter(({ verb }) => verb === 'pause'),
        ).toHaveLength(1);
        world.provider.vanish(await world.clusterName(lab));
        await world.sweep();
        expect((await world.get(lab.id)).status).toBe('ERROR');
      },
    );
  });

  it('gives a lab that is recreated another cluster, and keeps its id', async () => {
    const lab = await world.request();
    await world.settle();
    const first = await world.clusterName(lab);
    expect(first).not.toContain(lab.id);
    await world.store.change(lab.id, at(0), () => ({
      set: { status: 'ERROR' },
      cluster: { state: 'broken' },
    }));
    await world.retry(lab.id);
    await world.settleUntil(lab, 'RUNNING');
    expect(await world.clusterName(lab)).not.toBe(first);
    expect(world.provider.clusterNames()).toEqual([
      await world.clusterName(lab),
    ]);
  });

  it.each([
    ['pausing', (lab: Lab) => world.pause(lab.id), 'PAUSING', 'PAUSED'],
    ['deleting', (lab: Lab) => world.delete(lab.id), 'DELETING', 'DELETED'],
  ] as const)(
    'waits with %s while another has the lease of the cluster',
    async (_, ask, meanwhile, afterwards) => {
      const lab = await world.request();
      await world.settle();
      const cluster = (await world.store.get(lab.id))?.cluster?.id ?? '';
      await world.clusterStore.claim(
        { holder: 'an import', now: at(0), leaseUntil: at(3600) },
        cluster,
      );
      await ask(lab);
      await world.settle();
      // No failure, so nothing is reported.
      const waiting = await world.get(lab.id);
      expect(waiting).toMatchObject({ status: meanwhile, statusMessage: '' });
      expect(await world.store.get(lab.id)).toMatchObject({ failures: 0 });
      const seq = await world.store.lastSeq();
      const tries = new Set<number | undefined>();
      for (let n = 0; n < 60; n++) {
        world.advance(1);
        await world.settle();
        const { nextAttemptAt } = (await world.store.get(lab.id)) ?? {};
        tries.add(nextAttemptAt?.getTime());
      }
      expect(await world.store.get(lab.id)).toMatchObject({
        version: waiting.version,
        failures: 0,
      });
      expect(await world.store.lastSeq()).toBe(seq);
      // After 1, 2, 4, 8 and 16 s, and then for 32 s.
      expect(tries.size).toBeLessThanOrEqual(6);
      await world.clusterStore.release('an import', cluster);
      world.advance(60);
      await world.settle();
      expect((await world.get(lab.id)).status).toBe(afterwards);
    },
  );

  it('says up to which request it has done what was asked for', async () => {
    const lab = await world.request();
    expect(lab).toMatchObject({ generation: 1, observedGeneration: 0 });
    await world.settle();
    expect(await world.get(lab.id)).toMatchObject({
      generation: 1,
      observedGeneration: 1,
    });
    const asked = await world.pause(lab.id);
    expect(asked).toMatchObject({ generation: 2, observedGeneration: 1 });
    await world.settle();
    expect(await world.get(lab.id)).toMatchObject({
      status: 'PAUSED',
      generation: 2,
      observedGeneration: 2,
    });
  });

  it('shares the work of two replicas without doing any of it twice', async () => {
    const other = world.replica();
    const labs: Lab[] = [];
    for (let n = 0; n < 8; n++) {
      labs.push(await world.request({ name: `lab-${n}` }));
    }
    const rounds = async () => {
      for (let round = 0; round < 8; round++) {
        await Promise.all([
          world.reconciler.runOnce(),
          other.reconciler.runOnce(),
        ]);
        await Promise.all([
          world.reconciler.settle(),
          other.reconciler.settle(),
        ]);
      }
    };
    await rounds();
    for (const lab of labs) {
      expect(await world.eventTypes(lab)).toEqual(
        expect.arrayContaining(['lab.running']),
      );
    }
    expect(
      world.createdPhases().filter(phase => phase === 'image'),
    ).toHaveLength(8);

    world.advance(7200);
    await rounds();
    expect(world.provider.clusterNames()).toEqual([]);
    for (const lab of labs) {
      expect(
        (await world.eventTypes(lab)).filter(t => t === 'lab.deleted'),
      ).toHaveLength(1);
    }
  });
});
