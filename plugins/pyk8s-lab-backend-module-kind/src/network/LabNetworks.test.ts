import { StepRecorder } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node/testUtils';
import { KindWorld } from '../__testUtils__/kindWorld';
import {
  bridgeOf,
  clustersOnSharedNetwork,
  isLabNetwork,
  networkOf,
} from './names';

const name = 'lab-abc-0001';
const network = networkOf(name);
const ref = { name, host: 'local' };
const spec = { kubernetesVersion: 'default', workers: 1 };
const { signal } = new AbortController();

const worldWithLab = async () => {
  const world = new KindWorld();
  await world.provider.create(ref, spec, new StepRecorder());
  return world;
};

describe('the network of a lab', () => {
  it('is separate, with a bridge that firewall rules match', async () => {
    const { docker, runner } = await worldWithLab();

    expect(docker.networks.created).toEqual([
      {
        name: 'zz-lab-abc-0001',
        labels: { 'io.pyk8s-lab.cluster': name },
        bridge: expect.stringMatching(/^pyk8s[0-9a-f]{10}$/),
      },
    ]);
    const create = runner.ran.find(({ args }) => args.includes('create'));
    expect(create?.options.env.KIND_EXPERIMENTAL_DOCKER_NETWORK).toBe(network);
    expect(bridgeOf('lab-abc-0002')).not.toBe(bridgeOf(name));
  });

  it('is removed with the lab, even if containers are connected', async () => {
    const { docker, provider } = await worldWithLab();
    await docker.networks.connect(network, 'the-portal');

    await provider.destroy(ref, new StepRecorder());

    expect(docker.networks.all.size).toBe(0);
  });

  it('is removed with retries while a container joins it', async () => {
    const { docker, provider } = await worldWithLab();
    let busy = 2;
    docker.networks.refuse = () =>
      busy-- > 0 ? new Error('has active endpoints') : undefined;

    await provider.destroy(ref, new StepRecorder());

    expect(docker.networks.all.size).toBe(0);
  });

  it('is listed when a crash left only the network', async () => {
    const world = new KindWorld();
    await world.docker.networks.create({
      name: network,
      labels: { 'io.pyk8s-lab.cluster': name },
      bridge: bridgeOf(name),
    });

    const listed = await world.provider.list('lab-abc-', { signal });
    expect(listed).toEqual([{ ref, nodes: [] }]);
    expect(await world.provider.list('lab-other-', { signal })).toEqual([]);
    await world.provider.destroy(ref, new StepRecorder());

    expect(world.docker.networks.all.size).toBe(0);
  });

  it.each([
    'could not find an available, non-overlapping IPv4 address pool among the defaults to assign to the network',
    'all predefined address pools have been fully subnetted',
  ])(
    'makes a lab wait, with a remedy, when Docker reports: %s',
    async words => {
      const world = new KindWorld();
      world.docker.networks.refuse = () => new Error(words);

      await expect(
        world.provider.create(ref, spec, new StepRecorder()),
      ).rejects.toMatchObject({
        name: 'ProviderUnavailableError',
        message: expect.stringContaining('default-address-pools'),
      });
      expect(world.runner.lines('kind create')).toEqual([]);
    },
  );

  it('is recreated after a pause in which it was pruned', async () => {
    const { docker, provider } = await worldWithLab();
    await provider.can.power.pause(ref, new StepRecorder());
    docker.networks.all.clear();
    docker.containers.forEach(({ id }) => docker.networks.lost.set(id, 'n1'));

    await provider.can.power.resume(ref, spec, new StepRecorder());

    expect([...docker.networks.all.keys()]).toEqual([network]);
    expect(docker.containers.map(({ state }) => state)).toEqual([
      'running',
      'running',
    ]);
  });

  it('is waited for when it was pruned and Docker has no free subnet', async () => {
    const { docker, provider } = await worldWithLab();
    await provider.can.power.pause(ref, new StepRecorder());
    docker.networks.all.clear();
    docker.containers.forEach(({ id }) => docker.networks.lost.set(id, 'n1'));
    docker.networks.refuse = () =>
      new Error('all predefined address pools have been fully subnetted');

    await expect(
      provider.can.power.resume(ref, spec, new StepRecorder()),
    ).rejects.toMatchObject({ name: 'ProviderUnavailableError' });

    docker.networks.refuse = () => undefined;
    await provider.can.power.resume(ref, spec, new StepRecorder());
    expect([...docker.networks.all.keys()]).toEqual([network]);
  });

  it('survives a pause', async () => {
    const { docker, provider } = await worldWithLab();

    await provider.can.power.pause(ref, new StepRecorder());
    await provider.can.power.resume(ref, spec, new StepRecorder());

    expect(docker.networks.created).toHaveLength(1);
  });
});

describe('isLabNetwork', () => {
  it.each([
    ['zz-lab-abc-0001', 'bridge', true],
    ['kind', 'bridge', true],
    ['kind', 'kind', false],
    ['bridge', 'default', false],
    ['zz-other', 'default', false],
  ])('is, for %s of a container on %s, %s', (found, main, isLab) => {
    expect(isLabNetwork(found, main)).toBe(isLab);
  });
});

describe('clustersOnSharedNetwork', () => {
  it('lists the labs of earlier versions once, and no other clusters', () => {
    const id = '7d2f4a30-0d0f-4c19-9f8e-1a2b3c4d5e6f';
    const [first, second] = [`lab-aaaaaa-${id}`, `lab-bbbbbb-${id}`];
    const nodes = [
      { cluster: second, network: 'kind' },
      { cluster: 'lab-of-my-own', network: 'kind' },
      { cluster: first, network: 'kind' },
      { cluster: first, network: 'kind' },
      { cluster: 'kind', network: 'kind' },
      { cluster: name, network },
    ];

    expect(clustersOnSharedNetwork(nodes)).toEqual([first, second]);
  });
});
