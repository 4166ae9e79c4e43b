import { TestDatabases } from '@backstage/backend-test-utils';
import {
  ProviderUnavailableError,
  ProvisioningError,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { StepRecorder } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node/testUtils';
import { at } from '../__testUtils__/builders';
import { LabHarness } from '../__testUtils__/LabHarness';
import type { LabSettings } from '../config/LabSettings';

const databases = TestDatabases.create();

describe.each(databases.eachSupportedId())('pausing on %s', id => {
  let world: LabHarness;

  const start = async (settings: Partial<LabSettings> = {}) => {
    world = await LabHarness.create({
      knex: await databases.init(id),
      settings,
    });
    const lab = await world.request({ ttl: '1h' });
    await world.settle();
    return lab;
  };
  const startPaused = async (settings?: Partial<LabSettings>) => {
    const lab = await start(settings);
    await world.pause(lab.id);
    await world.settle();
    return lab;
  };
  afterEach(() => world.stop());

  it('stops the nodes and starts them again', async () => {
    const lab = await start();
    world.advance(60);
    expect(await world.pause(lab.id)).toMatchObject({ status: 'PAUSING' });
    await world.settle();
    expect(await world.get(lab.id)).toMatchObject({
      status: 'PAUSED',
      pausedAt: at(60).toISOString(),
      conditions: {},
      nodes: [{ state: 'stopped' }],
      // Time goes on.
      expiresAt: at(3600).toISOString(),
    });

    world.advance(60);
    expect(await world.resume(lab.id)).toMatchObject({ status: 'RESUMING' });
    await world.settle();
    const resumed = await world.get(lab.id);
    expect(resumed).toMatchObject({
      status: 'RUNNING',
      runningAt: at(0).toISOString(),
      expiresAt: at(3600).toISOString(),
      nodes: [{ state: 'ready' }],
    });
    expect(resumed.pausedAt).toBeUndefined();
    expect((await world.eventTypes(lab)).slice(-4)).toEqual([
      'lab.pausing',
      'lab.paused',
      'lab.resuming',
      'lab.resumed',
    ]);
  });

  it('takes being asked twice as being asked once', async () => {
    const lab = await start();
    await world.pause(lab.id);
    await world.pause(lab.id);
    await world.settle();
    await world.pause(lab.id);
    await world.resume(lab.id);
    await world.resume(lab.id);
    await world.settle();
    await world.resume(lab.id);
    const types = await world.eventTypes(lab);
    expect(types.filter(type => type === 'lab.pausing')).toHaveLength(1);
    expect(types.filter(type => type === 'lab.resuming')).toHaveLength(1);
    expect((await world.get(lab.id)).status).toBe('RUNNING');
  });

  it('refuses what does not run, and what is not paused', async () => {
    const lab = await start();
    const queued = await world.request({ name: 'other' });
    await expect(world.pause(queued.id)).rejects.toThrow(
      'Only a lab that is RUNNING can be paused; this one is QUEUED.',
    );
    await expect(world.resume(queued.id)).rejects.toThrow(
      'Only a lab that is PAUSED can be resumed; this one is QUEUED.',
    );
    await world.delete(lab.id);
    await expect(world.pause(lab.id)).rejects.toThrow('being deleted');
  });

  it('ends a paused lab when its time is over', async () => {
    const lab = await startPaused();
    world.advance(3600);
    await world.settle();
    expect((await world.get(lab.id)).status).toBe('DELETED');
    expect(world.provider.clusterNames()).toEqual([]);
  });

  it('stops the time too where that is configured', async () => {
    const lab = await start({ pause: { stopsTime: true } });
    world.advance(600);
    await world.pause(lab.id);
    await world.settle();
    expect(await world.get(lab.id)).toMatchObject({
      pausedSecondsLeft: 3000,
      // The latest that any lab may live.
      expiresAt: at(259_200).toISOString(),
    });
    world.advance(10_000);
    await world.settle();
    await world.update(lab.id, { extendBy: '10m' });
    expect(await world.get(lab.id)).toMatchObject({ pausedSecondsLeft: 3600 });
    await world.resume(lab.id);
    await world.settle();
    const resumed = await world.get(lab.id);
    expect(resumed).toMatchObject({
      status: 'RUNNING',
      secondsLeft: 3600,
      ttlSeconds: 10_600 + 3600,
    });
    expect(resumed.pausedSecondsLeft).toBeUndefined();
  });

  it('tells of the time that was chosen while a pause stops it', async () => {
    const lab = await startPaused({ pause: { stopsTime: true } });
    await world.update(lab.id, { ttl: '2h' });
    expect(await world.get(lab.id)).toMatchObject({ pausedSecondsLeft: 7200 });
    const { items } = await world.activity(lab.id, 1);
    expect(items[0].message).toBe('Lives for 2h in all.');
  });

  it('never lets a pause lengthen a life beyond the longest', async () => {
    const lab = await startPaused({ pause: { stopsTime: true } });
    world.advance(259_200 - 60);
    await world.resume(lab.id);
    await world.settle();
    expect(await world.get(lab.id)).toMatchObject({
      status: 'RUNNING',
      secondsLeft: 60,
    });
  });

  it('turns round when something else is wanted meanwhile', async () => {
    const lab = await start();
    let asked: Promise<unknown> | undefined;
    world.intercept = async ({ verb }) => {
      if (verb === 'pause' && !asked) {
        asked = world.resume(lab.id);
        await asked;
      }
    };
    await world.pause(lab.id);
    await world.settleUntil(lab, 'RUNNING');
    expect((await world.eventTypes(lab)).at(-1)).toBe('lab.resumed');
  });

  it('is deleted in the middle of a resume', async () => {
    const lab = await startPaused();
    world.intercept = async ({ verb }) => {
      if (verb === 'resume') {
        await world.delete(lab.id);
        await world.reconciler.recheck(lab.id);
      }
    };
    await world.resume(lab.id);
    await world.settleUntil(lab, 'DELETED');
    expect(world.provider.clusterNames()).toEqual([]);
  });

  it('tries again, and stays paused with everything in it when that does not help', async () => {
    const lab = await startPaused();
    world.intercept = ({ verb }) => {
      if (verb === 'resume') {
        throw new ProvisioningError('the port is taken');
      }
    };
    await world.resume(lab.id);
    await world.settle();
    expect(await world.get(lab.id)).toMatchObject({
      status: 'RESUMING',
      statusMessage: expect.stringContaining('retrying'),
    });
    world.advance(2);
    await world.settle();
    world.advance(4);
    await world.settle();
    expect(await world.get(lab.id)).toMatchObject({
      status: 'PAUSED',
      statusMessage: 'Resuming failed: the port is taken',
    });
    expect(world.moments.map(({ verb }) => verb)).not.toContain('destroy');

    world.intercept = () => undefined;
    await world.resume(lab.id);
    await world.settle();
    expect((await world.get(lab.id)).status).toBe('RUNNING');
  });

  const failToPause = () => {
    world.intercept = ({ verb }) => {
      if (verb === 'pause') {
        throw new Error('Docker says no');
      }
    };
  };

  it('runs on when it cannot be paused, with every node that was stopped started again', async () => {
    const lab = await start();
    failToPause();
    await world.pause(lab.id);
    for (let n = 0; n < 3; n++) {
      await world.settle();
      world.advance(60);
    }
    await world.settle();
    expect(await world.get(lab.id)).toMatchObject({
      status: 'RUNNING',
      nodes: [{ state: 'ready' }],
    });
    const { items } = await world.activity(lab.id, 2);
    expect(items.map(({ message }) => message)).toEqual([
      'The cluster is running again.',
      'Pausing failed: Docker says no',
    ]);
  });

  it('gains no time by a pause that fails', async () => {
    const lab = await start({ pause: { stopsTime: true } });
    world.advance(3000);
    await world.pause(lab.id);
    await world.settle();
    await world.resume(lab.id);
    await world.pause(lab.id);
    failToPause();
    for (let n = 0; n < 3; n++) {
      world.advance(10);
      await world.settle();
    }
    const again = await world.get(lab.id);
    expect(again).toMatchObject({ status: 'RUNNING', secondsLeft: 600 });
    expect(again.pausedSecondsLeft).toBeUndefined();
  });

  it('is not paused for being idle again and again when that fails', async () => {
    const lab = await start({
      pause: { stopsTime: false, idleAfterSeconds: 600 },
    });
    failToPause();
    for (let n = 0; n < 100; n++) {
      world.advance(20);
      await world.settle();
    }
    const idle = (await world.eventTypes(lab)).filter(
      type => type === 'lab.idle',
    );
    // 2000 s with 600 s between.
    expect(idle.length).toBeLessThanOrEqual(3);
    expect(world.notifications.length).toBeLessThanOrEqual(3);
  });

  it('counts only tries at which the provider was there', async () => {
    const lab = await startPaused();
    let error: Error = new ProviderUnavailableError('Docker is away');
    world.intercept = ({ verb }) => {
      if (verb === 'resume') {
        throw error;
      }
    };
    await world.resume(lab.id);
    for (let n = 0; n < 10; n++) {
      await world.settle();
      world.advance(60);
    }
    error = new Error('not ready yet');
    await world.settle();
    expect((await world.get(lab.id)).status).toBe('RESUMING');
  });

  it('waits for room before its nodes start again', async () => {
    const lab = await startPaused();
    let full = true;
    let free = 0;
    world.intercept = ({ verb }) => {
      if (verb === 'preflight' && full) {
        throw new Error(`waits for memory ${free}`);
      }
    };
    await world.resume(lab.id);
    await world.settle();
    expect(await world.get(lab.id)).toMatchObject({
      status: 'RESUMING',
      statusMessage: 'waits for memory 0',
    });
    for (free = 1; free < 10; free++) {
      world.advance(10);
      await world.settle();
    }
    expect((await world.get(lab.id)).statusMessage).toBe('waits for memory 9');
    // Told once, whatever the numbers are meanwhile.
    expect(
      (await world.eventTypes(lab)).filter(type => type === 'lab.waiting'),
    ).toHaveLength(1);
    full = false;
    world.advance(10);
    await world.settle();
    expect((await world.get(lab.id)).status).toBe('RUNNING');
  });

  it('asks for no room where its nodes run', async () => {
    const lab = await startPaused();
    let looked = 0;
    world.intercept = ({ verb }) => {
      if (verb === 'preflight') {
        throw new Error('waits for memory');
      }
      // The first look after the nodes were started is cut short.
      if (verb === 'check' && looked++ === 0) {
        throw new ProviderUnavailableError('Docker is away');
      }
    };
    await world.provider.power.resume(
      { name: await world.clusterName(lab), host: 'local' },
      lab.spec,
      new StepRecorder(),
    );
    await world.resume(lab.id);
    await world.settle();
    world.advance(10);
    await world.settle();
    expect((await world.get(lab.id)).status).toBe('RUNNING');
  });

  it('leaves room for what comes up before it', async () => {
    const first = await start();
    const second = await world.request({ name: 'second' });
    await world.settle();
    await world.pause(first.id);
    await world.pause(second.id);
    await world.settle();
    const beside: number[] = [];
    const preflight = world.provider.preflight.bind(world.provider);
    world.provider.preflight = async (host, spec, options) => {
      beside.push(options.making.length);
      return preflight(host, spec, options);
    };
    let hold = true;
    world.intercept = ({ verb }) => {
      if (verb === 'resume' && hold) {
        throw new ProviderUnavailableError('Docker is away');
      }
    };
    await world.resume(first.id);
    await world.resume(second.id);
    await world.settle();
    expect(beside.sort()).toEqual([0, 1]);
    hold = false;
    world.advance(10);
    await world.settle();
    world.advance(10);
    await world.settle();
    expect((await world.get(second.id)).status).toBe('RUNNING');
  });

  it('gains no time by being paused again before it runs', async () => {
    const lab = await start({ pause: { stopsTime: true } });
    world.advance(3000);
    await world.pause(lab.id);
    await world.settle();
    await world.resume(lab.id);
    await world.pause(lab.id);
    await world.settle();
    expect(await world.get(lab.id)).toMatchObject({
      status: 'PAUSED',
      pausedSecondsLeft: 600,
    });
  });

  it('gains no time by being recreated', async () => {
    const lab = await startPaused({ pause: { stopsTime: true } });
    world.advance(60);
    world.provider.vanish(await world.clusterName(lab));
    await world.sweep();
    await world.retry(lab.id);
    await world.settle();
    const again = await world.get(lab.id);
    expect(again.status).toBe('RUNNING');
    expect(again.ttlSeconds).toBeLessThanOrEqual(3660);
  });

  it('keeps its warnings where its end has not moved', async () => {
    const lab = await start();
    world.advance(3600 - 960);
    await world.settle();
    world.provider.stopNodes(await world.clusterName(lab));
    await world.sweep();
    world.advance(120);
    await world.settleUntil(lab, 'RUNNING');
    expect(world.notifications).toEqual(['The lab demo ends in 14 minutes']);
  });

  it('stops nodes that were started from outside', async () => {
    const lab = await startPaused();
    world.advance(60);
    await world.provider.power.resume(
      { name: await world.clusterName(lab), host: lab.host },
      lab.spec,
      new StepRecorder(),
    );
    await world.sweep();
    expect((await world.get(lab.id)).status).toBe('PAUSED');
    expect((await world.eventTypes(lab)).slice(-2)).toEqual([
      'lab.pausing',
      'lab.paused',
    ]);
    const [cluster] = await world.provider.list(await world.clusterName(lab), {
      signal: new AbortController().signal,
    });
    expect(cluster.nodes.map(({ state }) => state)).toEqual(['stopped']);
  });

  it('waits as long as the provider cannot be reached', async () => {
    const lab = await start();
    world.intercept = ({ verb }) => {
      if (verb === 'pause') {
        throw new ProviderUnavailableError('Docker is away');
      }
    };
    await world.pause(lab.id);
    for (let n = 0; n < 10; n++) {
      await world.settle();
      world.advance(60);
    }
    expect((await world.get(lab.id)).status).toBe('PAUSING');
    world.intercept = () => undefined;
    await world.settle();
    expect(await world.get(lab.id)).toMatchObject({
      status: 'PAUSED',
      statusMessage: '',
    });
  });

  it('gives no kubeconfig while paused, and says what to do', async () => {
    const lab = await startPaused();
    await expect(world.kubeconfig(lab.id)).rejects.toThrow(
      'it is PAUSED. Resume it first.',
    );
  });

  it('leaves a paused cluster alone, and notices when it is gone', async () => {
    const lab = await startPaused();
    world.advance(60);
    await world.sweep();
    expect((await world.get(lab.id)).status).toBe('PAUSED');
    world.provider.vanish(await world.clusterName(lab));
    await world.sweep();
    expect(await world.get(lab.id)).toMatchObject({
      status: 'ERROR',
      statusMessage: expect.stringContaining('The cluster no longer exists'),
    });
  });
});
