import { StepRecorder } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node/testUtils';
import type { KindWorld } from '../__testUtils__/kindWorld';
import { worldWith } from '../__testUtils__/worldWith';

const ref = { name: 'lab-abc-0001', host: 'local' };
const next = { name: 'lab-abc-0002', host: 'local' };
const spec = { kubernetesVersion: 'default', workers: 1 };
const { signal } = new AbortController();
const FILE = '/etc/cni/net.d/10-kindnet.conflist';
const ofRange = (range: string) =>
  JSON.stringify({ name: 'kindnet', plugins: [{ ranges: [[range]] }] });
const CONTENT = ofRange('10.244.0.0/24');

const create = (world: KindWorld, of = ref) =>
  world.provider.create(of, spec, new StepRecorder());

describe('the configuration of the pod network', () => {
  const listing =
    (names: string): Parameters<typeof worldWith>[0] =>
    line =>
      line === 'ls /etc/cni/net.d' ? { stdout: names } : {};

  /** Creates a cluster in which the plugin has written a file, then another cluster. */
  async function createTwo(
    names: string,
    content: string,
    prepare: (world: KindWorld) => void = () => undefined,
  ) {
    const { world, ran } = worldWith(listing(names));
    world.docker.files.set(FILE, content);
    await create(world);
    world.docker.files.delete(FILE);
    let early: string | undefined;
    world.runner.on('kind create', async command => {
      world.makeContainers(command);
      prepare(world);
      await new Promise(resolve => setImmediate(resolve));
      early = world.docker.files.get(FILE);
      return '';
    });
    await create(world, next);
    return { world, ran, early };
  }

  it('is read from the first cluster, and written into the next one early', async () => {
    const { ran, early } = await createTwo('10-kindnet.conflist\n', CONTENT);

    expect(early).toBe(CONTENT);
    expect(ran.filter(line => line.includes('ls /etc/cni'))).toHaveLength(1);
  });

  it.each([
    ['is none', '', CONTENT],
    ['are two', '10-kindnet.conflist\n20-other.conf\n', CONTENT],
    ['is none of a plugin', 'README\n', CONTENT],
    ['is one elsewhere', '../../../elsewhere/x.conf\n', CONTENT],
    ['is no JSON', '10-kindnet.conflist\n', '{'],
    ['is a list', '10-kindnet.conflist\n', '[]'],
    [
      'is too large',
      '10-kindnet.conflist\n',
      JSON.stringify({ x: 'x'.repeat(16_384) }),
    ],
  ])('is not known where there %s', async (_what, names, content) => {
    const { world, early } = await createTwo(names, content);

    expect(early).toBeUndefined();
    // The cluster is as good without it.
    expect(await world.provider.check(next, spec, { signal })).toMatchObject({
      ready: true,
    });
  });

  it('is written into each worker with its own range, when it has joined', async () => {
    const { world } = worldWith(listing('10-kindnet.conflist\n'));
    world.docker.files.set(FILE, ofRange('10.244.0.0/24'));
    const ranges = new Map<string, string>();
    world.answer = name => ({
      ...world.readyAnswer(name),
      nodes: world.readyAnswer(name).nodes.map(node => ({
        ...node,
        podRange: node.name.endsWith('control-plane')
          ? '10.244.0.0/24'
          : ranges.get(node.name),
      })),
    });
    await create(world);
    const written = new Map<string, string>();
    const { docker } = world;
    const write = docker.writeFile.bind(docker);
    docker.writeFile = async (id, path, content) => {
      if (path === FILE) {
        written.set(id, content);
      }
      return write(id, path, content);
    };
    world.runner.on('kind create', async command => {
      world.makeContainers(command);
      // They join one after the other.
      for (const [name, range] of [
        [`${next.name}-worker2`, '10.244.1.0/24'],
        [`${next.name}-worker`, '10.244.2.0/24'],
      ]) {
        expect(written.has(`id-of-${name}`)).toBe(false);
        ranges.set(name, range);
        while (!written.has(`id-of-${name}`)) {
          await new Promise(resolve => setImmediate(resolve));
        }
      }
      return '';
    });

    await world.provider.create(
      next,
      { ...spec, workers: 2 },
      new StepRecorder(),
    );

    expect(Object.fromEntries(written)).toEqual({
      [`id-of-${next.name}-control-plane`]: ofRange('10.244.0.0/24'),
      [`id-of-${next.name}-worker`]: ofRange('10.244.2.0/24'),
      [`id-of-${next.name}-worker2`]: ofRange('10.244.1.0/24'),
    });
  });

  it.each([
    ['is not in the file', '{"ranges":["10.9.0.0/24"]}', '10.244.1.0/24'],
    [
      'is in it twice',
      '{"a":"10.244.0.0/24","b":"10.244.0.0/24"}',
      '10.244.1.0/24',
    ],
    ['of the worker is no range', CONTENT, '", "type": "x'],
  ])(
    'is not written into a worker where the range %s',
    async (_what, file, range) => {
      const { world } = worldWith(listing('10-kindnet.conflist\n'));
      world.docker.files.set(FILE, file);
      world.answer = name => ({
        ...world.readyAnswer(name),
        nodes: world.readyAnswer(name).nodes.map(node => ({
          ...node,
          podRange: node.name.endsWith('worker') ? range : '10.244.0.0/24',
        })),
      });
      await create(world);

      await create(world, next);

      expect(world.docker.files.get(FILE)).toBe(file);
    },
  );

  it('is not that of another node image', async () => {
    const { world } = worldWith(listing('10-kindnet.conflist\n'));
    world.docker.files.set(FILE, CONTENT);
    await create(world);
    world.docker.files.delete(FILE);
    world.runner.on('kind create', command => {
      const onLine = command.options.onLine;
      return world.makeContainers({
        ...command,
        options: {
          ...command.options,
          onLine: line => {
            world.docker.containers = world.docker.containers.map(node => ({
              ...node,
              imageId: 'sha256:another',
            }));
            onLine?.(line);
          },
        },
      });
    });

    await create(world, next);

    expect(world.docker.files.has(FILE)).toBe(false);
  });

  it('costs no cluster where it cannot be read', async () => {
    const { world } = worldWith(line => {
      if (line.startsWith('ls')) {
        throw new Error('the daemon refuses');
      }
      return {};
    });

    await create(world);

    expect(await world.provider.check(ref, spec, { signal })).toMatchObject({
      ready: true,
    });
  });
});
