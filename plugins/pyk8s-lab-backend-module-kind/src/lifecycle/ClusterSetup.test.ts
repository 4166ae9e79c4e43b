import { StepRecorder } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node/testUtils';
import { failingWith } from '../__testUtils__/FakeCommandRunner';
import { KindWorld } from '../__testUtils__/kindWorld';
import { worldWith } from '../__testUtils__/worldWith';
import { KUBEADM_CONF } from '../kind/kubeadmPatches';
import { readFixture } from '../kind/output/__testUtils__/readFixture';
import { SETUP_FILE } from './checks/setup';

const ref = { name: 'lab-abc-0001', host: 'local' };
const spec = { kubernetesVersion: 'default', workers: 1 };
const { signal } = new AbortController();

const create = (world: KindWorld) =>
  world.provider.create(ref, spec, new StepRecorder());

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
