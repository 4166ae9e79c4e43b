import { StepRecorder } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node/testUtils';
import { failingWith, missing } from '../__testUtils__/FakeCommandRunner';
import { KindWorld } from '../__testUtils__/kindWorld';

const name = 'lab-abc-0001';
const destroy = (world: KindWorld, step = new StepRecorder()) =>
  world.provider.destroy({ name, host: 'local' }, step);

function worldWithCluster(): KindWorld {
  const world = new KindWorld();
  world.addContainer(name, 'control-plane', 0, 30_001);
  world.addContainer(name, 'worker', 1, 0);
  world.addContainer('lab-abc-00011', 'control-plane', 0, 30_002);
  return world;
}

const namesLeft = (world: KindWorld) =>
  world.docker.containers.map(container => container.name);

describe('removing a cluster', () => {
  it('deletes it with kind, and no other', async () => {
    const world = worldWithCluster();

    await destroy(world);

    expect(world.runner.lines('kind delete')).toHaveLength(1);
    expect(namesLeft(world)).toEqual(['lab-abc-00011-control-plane']);
  });

  it.each([
    ['fails', failingWith('ERROR: failed to delete cluster: boom')],
    ['is not there', missing],
    ['leaves something behind', () => ''],
  ])('removes the containers itself when kind %s', async (_what, script) => {
    const world = worldWithCluster();
    world.runner.on('kind delete', script);

    await destroy(world);

    expect(world.docker.removed).toHaveLength(2);
    expect(namesLeft(world)).toEqual(['lab-abc-00011-control-plane']);
  });

  it('does not return before a check finds nothing', async () => {
    const world = worldWithCluster();
    world.runner.on('kind delete', () => '');
    let late = 2;
    world.docker.onRemove = () => {
      // A request of a killed create still takes effect.
      if (late-- > 0) {
        world.addContainer(name, 'worker', late + 2, 0);
      }
    };

    await destroy(world);

    expect(namesLeft(world)).toEqual(['lab-abc-00011-control-plane']);
  });

  it('first ends a create that still runs, and then checks longer', async () => {
    const world = new KindWorld();
    const rows = [
      `999999 999999 S kind create cluster --name=${name} --config=-`,
    ];
    world.runner.on('ps', () => rows.pop() ?? '');
    let looks = 0;
    world.docker.fail = () => {
      looks += 1;
      if (looks === 3) {
        world.addContainer(name, 'control-plane', 0, 30_001);
      }
      return undefined;
    };

    await destroy(world);

    expect(world.docker.removed).toEqual([`id-of-${name}-control-plane`]);
    expect(world.docker.containers).toEqual([]);
  });

  it('does not run kind for a missing cluster', async () => {
    const world = new KindWorld();

    await destroy(world);

    expect(world.runner.lines('kind')).toEqual([]);
  });

  it('stops when it is aborted', async () => {
    const world = worldWithCluster();
    const step = new StepRecorder();
    world.runner.on('kind delete', () => {
      step.abort();
      throw new Error('aborted');
    });

    await expect(destroy(world, step)).rejects.toMatchObject({
      name: 'AbortError',
    });
  });

  it('names what Docker does not remove', async () => {
    const world = worldWithCluster();
    world.runner.on('kind delete', () => '');
    world.docker.removeContainer = async () => undefined;

    await expect(destroy(world)).rejects.toThrow(
      `Docker does not remove ${name}-control-plane, ${name}-worker`,
    );
  });
});
