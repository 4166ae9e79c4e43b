import { StepRecorder } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node/testUtils';
import { failingWith } from '../__testUtils__/FakeCommandRunner';
import type { FakeProgram } from '../__testUtils__/FakeDockerHost';
import { KindWorld } from '../__testUtils__/kindWorld';
import { KUBEADM_CONF } from '../kind/kubeadmPatches';
import { readFixture } from '../kind/output/__testUtils__/readFixture';
import { SETUP_FILE } from './checks/setup';

const ref = { name: 'lab-abc-0001', host: 'local' };
const next = { name: 'lab-abc-0002', host: 'local' };
const spec = { kubernetesVersion: 'default', workers: 1 };
const { signal } = new AbortController();
const FILE = '/etc/cni/net.d/10-kindnet.conflist';
const CONTENT = '{"cniVersion":"0.3.1","name":"kindnet","plugins":[]}';

/** A world whose nodes run programs in a test's way, with what was run. */
function worldWith(
  run: (argv: string) => {
    stdout?: string;
    stderr?: string;
    exitCode?: number;
  },
) {
  const world = new KindWorld();
  const ran: string[] = [];
  const program: FakeProgram = async ({ argv }, print, id) => {
    // The words before it are of the wrapper that every command has.
    const line = argv.slice(6).join(' ');
    ran.push(`${id}: ${line}`);
    const { stdout = '', stderr = '', exitCode = 0 } = run(line);
    await print('stdout', Buffer.from(stdout));
    await print('stderr', Buffer.from(stderr));
    return exitCode;
  };
  world.docker.program = program;
  return { world, ran };
}

const create = (world: KindWorld, of = ref, step = new StepRecorder()) =>
  world.provider.create(of, spec, step);

describe('what kubeadm leaves to the portal', () => {
  it('is installed in the control plane while kind goes on', async () => {
    const { world, ran } = worldWith(() => ({}));
    let before: string[] = [];
    world.runner.on('kind create', async command => {
      world.makeContainers(command);
      while (ran.length === 0) {
        await new Promise(resolve => setImmediate(resolve));
      }
      before = [...ran];
      return '';
    });

    await create(world);

    expect(before).toEqual([
      `id-of-${ref.name}-control-plane: kubeadm init phase addon all --config=/kind/kubeadm.conf`,
    ]);
    expect(ran.filter(line => line.includes('kubeadm'))).toHaveLength(1);
  });

  it('is installed at last where kind tells of no such step', async () => {
    const { world, ran } = worldWith(() => ({}));
    world.runner.on('kind create', command =>
      world.makeContainers({
        ...command,
        options: { ...command.options, onLine: undefined },
      }),
    );

    await create(world);

    expect(ran.filter(line => line.includes('kubeadm'))).toHaveLength(1);
  });

  it("fails the attempt with kubeadm's last words", async () => {
    const { world } = worldWith(line =>
      line.startsWith('kubeadm')
        ? { stderr: 'trying\nerror: the server is away\n', exitCode: 1 }
        : {},
    );

    await expect(create(world)).rejects.toMatchObject({
      name: 'ProvisioningError',
      retryable: true,
      message:
        'kubeadm could not install kube-proxy and CoreDNS: error: the server is away',
    });
    expect(world.docker.files.has(SETUP_FILE)).toBe(false);
  });

  it("is no matter where kind fails: kind's own words count", async () => {
    const { world } = worldWith(() => ({ exitCode: 1 }));
    world.runner.on('kind create', command => {
      world.makeContainers(command);
      return failingWith(readFixture('kubeadm-refused'))(command);
    });

    await expect(create(world)).rejects.toThrow(
      'failed to init node with kubeadm',
    );
  });
});

describe('a cluster whose creation was cut off', () => {
  const check = (world: KindWorld) =>
    world.provider.check(ref, spec, { signal });

  it('is not ready, though all its nodes are', async () => {
    const { world } = worldWith(() => ({}));
    await create(world);
    expect(await check(world)).toMatchObject({ ready: true });

    world.docker.files.delete(SETUP_FILE);

    expect(await check(world)).toMatchObject({
      ready: false,
      waitingFor: 'everything to be installed',
    });
  });

  it('is told from one of an earlier version, which kubeadm has set up alone', async () => {
    const { world } = worldWith(() => ({}));
    await create(world);
    world.docker.files.delete(SETUP_FILE);
    world.docker.files.set(KUBEADM_CONF, 'skipPhases:\n- preflight\n');

    expect(await check(world)).toMatchObject({ ready: true });
  });
});

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
    ['is one elsewhere', '../../../root/x.conf\n', CONTENT],
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
