import { ProviderUnavailableError } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import {
  runProviderContract,
  StepRecorder,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node/testUtils';
import { parse } from 'yaml';
import { KindWorld } from './__testUtils__/kindWorld';
import { missing } from './__testUtils__/FakeCommandRunner';

const ref = { name: 'lab-abc-0001', host: 'local' };
const spec = { kubernetesVersion: 'default', workers: 0 };
const { signal } = new AbortController();

describe('KindLabProvider', () => {
  // The same contract as on real clusters verifies the fakes of the tests below.
  runProviderContract({
    createProvider: () => new KindWorld().provider,
    workers: 2,
  });

  describe('isolationWarning', () => {
    it('names the labs that share a network', async () => {
      const world = new KindWorld();
      const name = 'lab-abcdef-7d2f4a30-0d0f-4c19-9f8e-1a2b3c4d5e6f';
      await world.provider.create({ ...ref, name }, spec, new StepRecorder());
      expect(await world.provider.isolationWarning()).toBeUndefined();

      world.docker.containers = world.docker.containers.map(found => ({
        ...found,
        network: 'kind',
      }));

      expect(await world.provider.isolationWarning()).toMatch(
        new RegExp(
          `share the Docker network "kind".*Recreate or delete them: ${name}$`,
        ),
      );
    });
  });

  describe('options', () => {
    it("offers kind's default version if none is configured", async () => {
      const { provider } = new KindWorld();

      expect(await provider.options()).toEqual({
        available: true,
        reachable: true,
        message: undefined,
        kubernetesVersions: [
          {
            version: 'default',
            title: 'Default of kind v0.33.0',
            isDefault: true,
          },
        ],
        maxWorkers: 3,
        resources: {
          min: { cpu: '500m', memory: '1Gi' },
          max: { cpu: '8', memory: '31Gi' },
        },
        capacity: [
          {
            host: 'local',
            cpus: 8,
            memoryBytes: 32 * 2 ** 30,
            memoryFreeBytes: 16 * 2 ** 30,
            diskFreeBytes: 100 * 2 ** 30,
          },
        ],
      });
    });

    it('reports how to install kind', async () => {
      const world = new KindWorld();
      world.runner.on('kind version', missing);

      expect(await world.provider.options()).toMatchObject({
        available: false,
        message: expect.stringMatching(/install it.*pyk8sLab\.kind\.binary/),
      });
    });

    it('reports that kind needs the docker command', async () => {
      const world = new KindWorld();
      world.runner.on('docker --version', missing);

      expect(await world.provider.options()).toMatchObject({
        available: false,
        message: expect.stringContaining('kind needs the docker command'),
      });
    });

    it('reports that Docker is unreachable', async () => {
      const world = new KindWorld();
      world.docker.fail = () => new ProviderUnavailableError('Start Docker.');

      expect(await world.provider.options()).toMatchObject({
        available: false,
        message: 'Start Docker.',
      });
      expect(await world.provider.look()).toMatchObject({
        kindVersion: 'v0.33.0',
        dockerVersion: undefined,
      });
    });
  });

  it('throws ProviderUnavailableError from every call without Docker', async () => {
    const world = new KindWorld();
    world.docker.fail = () => new ProviderUnavailableError('Start Docker.');
    const { provider } = world;
    const unavailable = { name: 'ProviderUnavailableError' };

    await expect(
      provider.create(ref, spec, new StepRecorder()),
    ).rejects.toMatchObject(unavailable);
    await expect(provider.check(ref, spec, { signal })).rejects.toMatchObject(
      unavailable,
    );
    await expect(provider.kubeconfig(ref, { signal })).rejects.toMatchObject(
      unavailable,
    );
    await expect(
      provider.destroy(ref, new StepRecorder()),
    ).rejects.toMatchObject(unavailable);
    await expect(provider.list('', { signal })).rejects.toMatchObject(
      unavailable,
    );
    await expect(
      provider.can.power.pause(ref, new StepRecorder()),
    ).rejects.toMatchObject(unavailable);
    await expect(
      provider.can.power.resume(ref, spec, new StepRecorder()),
    ).rejects.toMatchObject(unavailable);
    await expect(
      provider.can.activity.activity(ref, { signal }),
    ).rejects.toMatchObject(unavailable);
    await expect(
      provider.viewerKubeconfig(ref, { expiresAt: new Date(), signal }),
    ).rejects.toMatchObject(unavailable);
    expect(await provider.options()).toMatchObject({ capacity: undefined });
    expect(
      await provider.preflight('local', spec, { making: [], signal }),
    ).toEqual({ fits: 'later', reason: 'Start Docker.' });
  });

  describe('with Docker on another machine', () => {
    const diskOf = async (
      settings: ConstructorParameters<typeof KindWorld>[0],
      change: (world: KindWorld) => void,
    ) => {
      const world = new KindWorld(settings);
      world.docker.endpoint = 'tcp://docker.example.com:2376';
      world.docker.nodeImage = 'sha256:newest';
      world.runner.on('docker run', () => 'Avail\n 9000000000\n 7000000000\n');
      change(world);
      const { capacity } = await world.provider.options();
      const [ran = ''] = world.runner.lines('docker run');
      return { free: capacity?.[0].diskFreeBytes, ran };
    };

    it('measures its disk with any node image', async () => {
      const byDefault = await diskOf({}, () => {});
      const notPulled = await diskOf({ defaultImage: 'my/node:v1' }, () => {});

      for (const { free, ran } of [byDefault, notPulled]) {
        expect(free).toBe(7e9);
        expect(ran).toContain(' --entrypoint=df sha256:newest ');
      }
    });

    it('prefers the configured image', async () => {
      const { ran } = await diskOf({ defaultImage: 'my/node:v1' }, world =>
        world.docker.images.add('my/node:v1'),
      );

      expect(ran).toContain(' --entrypoint=df my/node:v1 ');
    });

    it('does not measure its disk without an image', async () => {
      const { free, ran } = await diskOf({}, world => {
        world.docker.nodeImage = undefined;
      });

      expect([free, ran]).toEqual([undefined, '']);
    });
  });

  it('rejects the preflight of an unknown host', async () => {
    const { provider } = new KindWorld();

    expect(
      await provider.preflight('other', spec, { making: [], signal }),
    ).toEqual({
      fits: 'later',
      reason: 'There is no lab host "other" here, only "local".',
    });
  });

  it('waits for resources that its host has not available', async () => {
    const world = new KindWorld();
    world.free = { memoryFreeBytes: 2 ** 30, diskFreeBytes: 2 ** 40 };
    const fits = async () =>
      (await world.provider.preflight('local', spec, { making: [], signal }))
        .fits;

    expect(await fits()).toBe('later');
    world.free = { memoryFreeBytes: 2 ** 34, diskFreeBytes: 2 ** 40 };
    expect(await fits()).toBe('now');
  });

  it.each([
    [Object.assign(new Error('HTTP-Code: 403\nBody: …'), { code: 403 }), '403'],
    [new Error('connect failed'), 'connect failed'],
  ])(
    'reports briefly that a cluster does not respond',
    async (error, words) => {
      const world = new KindWorld();
      world.addContainer(ref.name, 'control-plane', 0, 30_001);
      world.activity = error;
      world.viewerToken = error;

      await expect(
        world.provider.can.activity.activity(ref, { signal }),
      ).rejects.toThrow(
        new RegExp(`does not answer as it should: .*${words}\\.$`),
      );
      await expect(
        world.provider.viewerKubeconfig(ref, { expiresAt: new Date(), signal }),
      ).rejects.toThrow('does not answer as it should');
    },
  );

  it('gives a viewer a token and no credentials of the administrator', async () => {
    const world = new KindWorld();
    world.addContainer(ref.name, 'control-plane', 0, 30_001);

    const kubeconfig = await world.provider.viewerKubeconfig(ref, {
      expiresAt: new Date(),
      signal,
    });

    expect(parse(kubeconfig).users).toEqual([
      { name: `kind-${ref.name}-viewer`, user: { token: 'a-token' } },
    ]);
    expect(kubeconfig).not.toContain('client-key-data');
  });

  it('rejects other lab hosts', async () => {
    const world = new KindWorld();

    await expect(
      world.provider.check({ ...ref, host: 'other' }, spec, { signal }),
    ).rejects.toMatchObject({
      name: 'ProviderUnavailableError',
      message: expect.stringContaining('lab host "other"'),
    });
  });

  it("returns a kubeconfig with the users' address and the current port", async () => {
    const world = new KindWorld({
      reach: { listen: '0.0.0.0', host: 'labs.example.com' },
    });
    world.addContainer(ref.name, 'control-plane', 0, 30_001);
    const serverOf = async () =>
      parse(await world.provider.kubeconfig(ref, { signal })).clusters[0]
        .cluster.server;

    expect(await serverOf()).toBe('https://labs.example.com:30001');

    world.docker.containers = [];
    world.addContainer(ref.name, 'control-plane', 0, 30_002);
    expect(await serverOf()).toBe('https://labs.example.com:30002');
  });

  it("returns kubeconfigs with the portal's address to the portal", async () => {
    const world = new KindWorld({
      reach: { listen: '0.0.0.0', host: 'labs.example.com' },
    });
    world.addContainer(ref.name, 'control-plane', 0, 30_001);
    const options = { reach: 'portal', signal } as const;
    const expiresAt = new Date();

    const portals = parse(await world.provider.kubeconfig(ref, options));
    const viewers = parse(
      await world.provider.viewerKubeconfig(ref, { ...options, expiresAt }),
    );

    expect(portals.clusters[0].cluster.server).toBe('https://127.0.0.1:30001');
    expect(viewers.clusters).toEqual(portals.clusters);
    expect(viewers.users[0].user).toEqual({ token: 'a-token' });
  });

  it('has no kubeconfig of an incomplete cluster', async () => {
    const world = new KindWorld();
    world.addContainer(ref.name, 'control-plane', 0, 30_001);
    world.docker.files.clear();

    await expect(world.provider.kubeconfig(ref, { signal })).rejects.toThrow(
      'has no kubeconfig',
    );
    expect(await world.provider.check(ref, spec, { signal })).toMatchObject({
      ready: false,
      waitingFor: 'the control plane to be set up',
    });
  });

  it('reports briefly that the API server does not respond', async () => {
    const world = new KindWorld();
    world.addContainer(ref.name, 'control-plane', 0, 30_001);
    world.answer = () =>
      Object.assign(new Error('request to https://… failed\nheaders: …'), {
        code: 'ECONNREFUSED',
      });

    expect(await world.provider.check(ref, spec, { signal })).toMatchObject({
      waitingFor: 'the API server to answer (ECONNREFUSED)',
    });
  });

  it('sends no request to a cluster whose control plane does not run', async () => {
    const world = new KindWorld();
    world.addContainer(ref.name, 'control-plane', 0, 30_001);
    world.docker.containers = world.docker.containers.map(container => ({
      ...container,
      state: 'paused',
    }));
    world.answer = () => {
      throw new Error('asked');
    };

    expect(await world.provider.check(ref, spec, { signal })).toMatchObject({
      ready: false,
      waitingFor: `node ${ref.name}-control-plane to run (it is paused)`,
      nodes: [{ state: 'paused' }],
    });
  });

  it('lists clusters with a prefix in one request for containers and one for networks', async () => {
    const world = new KindWorld();
    world.addContainer('lab-abc-0001', 'control-plane', 0, 1);
    world.addContainer('lab-abc-0002', 'worker', 1, 0);
    world.addContainer('lab-xyz-0001', 'control-plane', 0, 2);
    let looks = 0;
    world.docker.fail = () => {
      looks += 1;
      return undefined;
    };

    const listed = await world.provider.list('lab-abc-', { signal });

    expect(listed.map(cluster => cluster.ref.name)).toEqual([
      'lab-abc-0001',
      'lab-abc-0002',
    ]);
    expect(looks).toBe(2);
    expect(world.runner.ran).toEqual([]);
  });
});
