import { StepRecorder } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node/testUtils';
import { KindWorld } from '../__testUtils__/kindWorld';

const ref = { name: 'lab-abc-0001', host: 'local' };
const spec = { kubernetesVersion: 'default', workers: 2 };
const controlPlane = `id-of-${ref.name}-control-plane`;
const workers = [`id-of-${ref.name}-worker`, `id-of-${ref.name}-worker2`];

function aWorld(state = 'running', options = {}): KindWorld {
  const world = new KindWorld({}, options);
  world.addContainer(ref.name, 'control-plane', 0, 30_001);
  world.addContainer(ref.name, 'worker', 1, 0);
  world.addContainer(ref.name, 'worker', 2, 0);
  for (const id of [controlPlane, ...workers]) {
    world.docker.setState(id, state);
  }
  return world;
}

const pause = (world: KindWorld, step = new StepRecorder()) =>
  world.provider.can.power.pause(ref, step);
const resume = (world: KindWorld, step = new StepRecorder()) =>
  world.provider.can.power.resume(ref, spec, step);

describe('pausing a cluster', () => {
  it('stops its workers first', async () => {
    const world = aWorld();

    await pause(world);

    expect(world.docker.changes).toEqual([
      ...workers.map(id => `stop ${id}`),
      `stop ${controlPlane}`,
    ]);
  });

  it('stops the remaining nodes of one that is partly stopped', async () => {
    const world = aWorld();
    world.docker.setState(workers[0], 'exited');

    await pause(world);

    expect(world.docker.changes).toEqual([
      `stop ${workers[1]}`,
      `stop ${controlPlane}`,
    ]);
  });

  it('names what Docker has not stopped', async () => {
    const world = aWorld();
    const stop = world.docker.stopContainer.bind(world.docker);
    world.docker.stopContainer = async id =>
      id === controlPlane ? undefined : stop(id);

    await expect(pause(world)).rejects.toThrow(
      `Docker has not stopped ${ref.name}-control-plane (it is running)`,
    );
  });
});

describe('resuming a cluster', () => {
  it('starts its control plane first', async () => {
    const world = aWorld('exited');

    await resume(world);

    expect(world.docker.changes).toEqual(
      [controlPlane, ...workers].map(id => `start ${id}`),
    );
  });

  it('ignores node states from before the start', async () => {
    const world = aWorld('exited');
    const before = new Date(Date.now() - 60_000);
    let looks = 0;
    world.answer = name => {
      looks += 1;
      const answer = world.readyAnswer(name);
      return looks < 3
        ? {
            ...answer,
            nodes: answer.nodes.map(node => ({ ...node, heartbeatAt: before })),
          }
        : answer;
    };

    await resume(world);

    expect(looks).toBe(3);
  });

  it('starts nodes that stop meanwhile', async () => {
    const world = aWorld('running');
    const list = world.docker.listContainers.bind(world.docker);
    let looks = 0;
    world.docker.listContainers = async () => {
      looks += 1;
      if (looks === 2) {
        // An interrupted pause had requested its stop before.
        world.docker.setState(workers[0], 'exited');
      }
      return list();
    };

    await resume(world);

    expect(world.docker.changes).toEqual([`start ${workers[0]}`]);
  });

  it('names a node that stops repeatedly', async () => {
    const world = aWorld('running');
    const list = world.docker.listContainers.bind(world.docker);
    world.docker.listContainers = async () => {
      world.docker.setState(workers[0], 'exited');
      return list();
    };

    await expect(resume(world)).rejects.toMatchObject({
      name: 'ProvisioningError',
      message: `The node ${ref.name}-worker stops whenever it is started: on the lab host, "docker logs ${ref.name}-worker" says why.`,
    });
    expect(world.docker.changes.length).toBeLessThan(10);
  });

  it('waits for started stops when it is interrupted', async () => {
    const world = aWorld('running');
    const step = new StepRecorder();
    const stop = world.docker.stopContainer.bind(world.docker);
    let stopped = 0;
    world.docker.stopContainer = async id => {
      step.abort();
      await new Promise(resolve => setImmediate(resolve));
      await stop(id);
      stopped += 1;
    };

    await expect(pause(world, step)).rejects.toMatchObject({
      name: 'AbortError',
    });

    // Stops of the workers were requested; that of the control plane was not.
    expect(stopped).toBe(workers.length);
  });

  it('reports a missing or incomplete cluster', async () => {
    const world = aWorld('exited');
    world.docker.containers = world.docker.containers.slice(1);

    await expect(resume(world)).rejects.toThrow(
      'incomplete: 2 of its 3 nodes are left',
    );
    expect(world.docker.changes).toEqual([]);

    world.docker.containers = [];
    await expect(resume(world)).rejects.toThrow('The cluster no longer exists');
    await expect(pause(world)).rejects.toThrow('The cluster no longer exists');
  });

  it('reports that its port is in use', async () => {
    const world = aWorld('exited');
    world.docker.refuse = () =>
      new Error(
        '(HTTP code 500) server error - driver failed programming external connectivity: Bind for 127.0.0.1:30001 failed: port is already allocated',
      );

    await expect(resume(world)).rejects.toThrow(
      /^Port 30001 of the lab host.*taken by somebody else.*resume the lab again\.$/,
    );
  });

  it("otherwise fails with Docker's message", async () => {
    const world = aWorld('exited');
    world.docker.refuse = () => new Error('no space left on device');

    await expect(resume(world)).rejects.toThrow('no space left on device');
  });

  it('names the missing condition after its timeout', async () => {
    const world = aWorld('exited', { resumeTimeoutMs: 200 });
    world.answer = () => Object.assign(new Error(), { code: 'ECONNREFUSED' });

    await expect(resume(world)).rejects.toMatchObject({
      name: 'ProvisioningError',
      message: expect.stringMatching(
        /^The cluster was not ready again within .*: it still waited for the API server to answer \(ECONNREFUSED\)\.$/,
      ),
    });
  });

  it('stops when it is aborted', async () => {
    const world = aWorld('exited');
    const step = new StepRecorder();
    world.answer = () => {
      step.abort();
      return new Error('no answer');
    };

    await expect(resume(world, step)).rejects.toMatchObject({
      name: 'AbortError',
    });
  });
});
