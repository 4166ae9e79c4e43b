import { ProviderUnavailableError } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { StepRecorder } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node/testUtils';
import { parse } from 'yaml';
import { readFixture } from '../kind/output/__testUtils__/readFixture';
import { failingWith, missing } from '../__testUtils__/FakeCommandRunner';
import { KindWorld } from '../__testUtils__/kindWorld';

const ref = { name: 'lab-abc-0001', host: 'local' };
const spec = { kubernetesVersion: 'default', workers: 0 };
const IMAGE = 'kindest/node:v1.34.4';

const create = (world: KindWorld, step = new StepRecorder(), change = {}) =>
  world.provider.create(ref, { ...spec, ...change }, step);

const portsOf = (world: KindWorld) =>
  world.runner.ran
    .filter(({ args }) => args[0] === 'create')
    .map(({ options }) => parse(options.input ?? '').networking.apiServerPort);

describe('making a cluster with kind', () => {
  describe('the node image', () => {
    it('is the one of the version', async () => {
      const world = new KindWorld({
        nodeImages: [{ version: 'v1.34.4', image: IMAGE }],
      });
      world.docker.images.add(IMAGE);

      await create(world, undefined, { kubernetesVersion: 'v1.34.4' });

      expect(world.runner.lines('kind create')[0]).toContain(
        `--image=${IMAGE}`,
      );
    });

    it('is pulled in the phase "image" when the host has it not', async () => {
      const world = new KindWorld({ defaultImage: IMAGE });
      const step = new StepRecorder();
      world.docker.pull = image => {
        expect(step.phases).toEqual(['image']);
        world.docker.images.add(image);
      };

      await create(world, step);

      expect(step.output).toContain(`Pulling ${IMAGE}`);
    });

    it('is reason enough to make nothing when it cannot be pulled', async () => {
      const world = new KindWorld({ defaultImage: IMAGE });
      world.docker.pull = () => {
        throw new Error('no such host at http://me:hunter2@proxy');
      };

      await expect(create(world)).rejects.toMatchObject({
        name: 'ProvisioningError',
        retryable: false,
        message: `The node image ${IMAGE} is not on the host and could not be pulled: no such host at http://[redacted]@proxy. Pull it there with "docker pull ${IMAGE}", or name another in pyk8sLab.kind.nodeImages or KIND_NODE_IMAGE.`,
      });
      expect(world.runner.lines('kind create')).toEqual([]);
    });

    it('is missed when a pull ends without it', async () => {
      const world = new KindWorld({ defaultImage: IMAGE });
      world.docker.pull = () => undefined;

      await expect(create(world)).rejects.toThrow('the pull ended early');
    });
  });

  it.each([-1, 1.5, 4, NaN])('refuses %d workers, for good', async workers => {
    const world = new KindWorld();

    await expect(create(world, undefined, { workers })).rejects.toMatchObject({
      name: 'ProvisioningError',
      retryable: false,
    });
    expect(world.runner.ran).toEqual([]);
  });

  it('ends what a killed portal left making the same cluster, before anything else', async () => {
    const world = new KindWorld();

    await create(world);

    expect(world.runner.ran.map(({ file }) => file)).toEqual(['ps', 'kind']);
  });

  it('gives creates at the same time different ports', async () => {
    const world = new KindWorld();

    await Promise.all(
      ['0001', '0002', '0003'].map(id =>
        world.provider.create(
          { ...ref, name: `lab-abc-${id}` },
          spec,
          new StepRecorder(),
        ),
      ),
    );

    expect(new Set(portsOf(world)).size).toBe(3);
  });

  it('tries another port when Docker finds one taken, without a second "nodes"', async () => {
    const world = new KindWorld({
      reach: {
        listen: '127.0.0.1',
        host: 'localhost',
        ports: { from: 39_001, to: 39_003 },
      },
    });
    const step = new StepRecorder();
    let failures = 2;
    world.runner.on('kind create', command => {
      if (failures-- > 0) {
        world.addContainer(ref.name, 'control-plane', 0, 0);
        return failingWith(readFixture('port-taken'))(command);
      }
      return world.makeContainers(command);
    });

    await create(world, step);

    expect(portsOf(world).sort()).toEqual([39_001, 39_002, 39_003]);
    // What each try had made was removed before the next.
    expect(world.runner.lines('kind delete')).toHaveLength(2);
    expect(world.docker.containers).toHaveLength(1);
    expect(step.phases.filter(phase => phase === 'nodes')).toHaveLength(1);
  });

  it('gives up when every port is taken', async () => {
    const world = new KindWorld();
    world.runner.on('kind create', failingWith(readFixture('port-taken')));

    await expect(create(world)).rejects.toMatchObject({
      name: 'ProvisioningError',
      retryable: true,
      message: expect.stringContaining('address already in use'),
    });
    expect(portsOf(world)).toHaveLength(5);
  });

  it("fails with kind's own words", async () => {
    const world = new KindWorld();
    const step = new StepRecorder();
    world.runner.on('kind create', failingWith(readFixture('kubeadm-refused')));

    await expect(create(world, step)).rejects.toMatchObject({
      name: 'ProvisioningError',
      retryable: true,
      message:
        'failed to init node with kubeadm: "kubeadm init" failed (exit status 1): networking.serviceSubnet: Invalid value: "nonsense": couldn\'t parse subnet',
    });
    expect(step.phases.at(-1)).toBe('control-plane');
  });

  it('fails for good when kind cannot pull its own image', async () => {
    const world = new KindWorld();
    world.runner.on(
      'kind create',
      failingWith(readFixture('image-not-pulled')),
    );

    await expect(create(world)).rejects.toMatchObject({
      retryable: false,
      message: expect.stringMatching(
        /^The node image example\.com\/nope\/nope:v1 is not on the host and could not be pulled: .*no such host/,
      ),
    });
  });

  it.each([
    ['kind is not there', missing],
    ['Docker is away', failingWith(readFixture('docker-unreachable'))],
    [
      'the docker command is not there',
      failingWith('ERROR: exec: "docker": executable file not found in $PATH'),
    ],
  ])('is unavailable, which is no attempt, when %s', async (_what, script) => {
    const world = new KindWorld();
    world.runner.on('kind create', script);

    await expect(create(world)).rejects.toMatchObject({
      name: 'ProviderUnavailableError',
    });
  });

  it('is unavailable when Docker goes away in the middle', async () => {
    const world = new KindWorld();
    world.runner.on('kind create', command => {
      world.docker.fail = () => new ProviderUnavailableError('Start Docker.');
      return failingWith(readFixture('node-killed'))(command);
    });

    await expect(create(world)).rejects.toMatchObject({
      name: 'ProviderUnavailableError',
      message: 'Start Docker.',
    });
  });

  it('is unavailable when Docker goes away while it waits for readiness', async () => {
    const world = new KindWorld();
    world.answer = () => {
      world.docker.fail = () => new ProviderUnavailableError('Start Docker.');
      return new Error('no answer');
    };

    await expect(create(world)).rejects.toMatchObject({
      name: 'ProviderUnavailableError',
    });
  });

  it('waits until the cluster says that it is ready', async () => {
    const world = new KindWorld();
    const step = new StepRecorder();
    let looks = 0;
    world.answer = name => {
      looks += 1;
      const answer = world.readyAnswer(name);
      return { ...answer, hasDefaultServiceAccount: looks === 3 };
    };

    await create(world, step);

    expect(looks).toBe(3);
    expect(step.phases.at(-1)).toBe('ready');
  });

  it('says what it still waited for when the time is over', async () => {
    const world = new KindWorld({ createTimeoutMs: 1_000 });
    world.answer = name => ({
      ...world.readyAnswer(name),
      hasDefaultServiceAccount: false,
    });

    await expect(create(world)).rejects.toMatchObject({
      name: 'ProvisioningError',
      retryable: true,
      message:
        'The cluster was not ready within 1s: it still waited for the default service account.',
    });
  });

  it('says which phase of kind the time was over in', async () => {
    const world = new KindWorld({ createTimeoutMs: 500 });
    world.runner.on('kind create', ({ options }) => {
      options.onLine?.(' • Preparing nodes 📦   ...');
      return new Promise((_, reject) => {
        options.signal?.addEventListener('abort', () =>
          reject(new Error('aborted')),
        );
      });
    });

    await expect(create(world)).rejects.toThrow(
      'it still waited for kind to finish the phase "nodes"',
    );
  });

  it('fails when somebody removes the containers meanwhile', async () => {
    const world = new KindWorld();
    world.answer = () => {
      world.docker.containers = [];
      return new Error('no answer');
    };

    await expect(create(world)).rejects.toThrow('The cluster no longer exists');
  });

  it('hands on output without secrets', async () => {
    const world = new KindWorld();
    const step = new StepRecorder();
    world.runner.on('kind create', command => {
      command.options.onLine?.('join with --token abcdef.0123456789abcdef');
      return world.makeContainers(command);
    });

    await create(world, step);

    expect(step.output).toContain('join with --token [redacted]');
  });

  describe('with limits', () => {
    const limited = { workers: 1, resources: { cpu: '2', memory: '4Gi' } };
    const each = { nanoCpus: 1e9, memoryBytes: 2 * 2 ** 30, pids: 8_192 };
    const limitsOf = (world: KindWorld) => [...world.docker.limits.values()];

    it('has them before kind is done, shared by its nodes', async () => {
      const world = new KindWorld();
      const early: unknown[] = [];
      world.runner.on('kind create', async command => {
        world.makeContainers(command);
        await new Promise(resolve => setImmediate(resolve));
        early.push(...limitsOf(world));
        return '';
      });

      await create(world, undefined, limited);

      expect(early).toEqual([each, each]);
      expect(limitsOf(world)).toEqual([each, each]);
      expect(world.docker.changes).toHaveLength(2);
    });

    it('has a number of processes, and a share of its host in production, unasked', async () => {
      const world = new KindWorld({
        resources: { max: {}, alwaysLimited: true },
        pidsPerNode: 5_000,
      });

      // As it was asked for while the host could not be.
      await create(world, undefined, { workers: 1 });

      // Of 8 cores half, and of 31 GiB an eighth, for two nodes.
      expect(limitsOf(world)).toEqual(
        [1, 2].map(() => ({
          nanoCpus: 2e9,
          memoryBytes: Math.floor((3_968 * 2 ** 20) / 2),
          pids: 5_000,
        })),
      );
    });

    it('has them when it is ready, whatever went wrong before', async () => {
      const world = new KindWorld();
      let failures = 2;
      world.docker.refuse = () =>
        failures-- > 0 ? new Error('busy') : undefined;

      await create(world, undefined, limited);

      expect(limitsOf(world)).toEqual([each, each]);
    });

    it("fails with Docker's words when it cannot have them", async () => {
      const world = new KindWorld();
      world.docker.refuse = () => new Error('cgroup is read-only');

      await expect(create(world, undefined, limited)).rejects.toThrow(
        'cgroup is read-only',
      );
    });

    it.each([
      [{ cpu: '9' }, 'cpu: 9 is above 8'],
      [{ memory: '32Gi' }, 'memory: 32Gi is above 31Gi'],
      [{ memory: '1Gi' }, 'memory: 1Gi is too little for 2 nodes'],
      [{ cpu: '; id' }, 'cpu: "; id" is not a quantity'],
    ])(
      'refuses %j for good, before anything is made',
      async (resources, why) => {
        const world = new KindWorld();

        await expect(
          create(world, undefined, { workers: 1, resources }),
        ).rejects.toMatchObject({
          name: 'ProvisioningError',
          retryable: false,
          message: expect.stringContaining(why),
        });
        expect(world.runner.ran).toEqual([]);
      },
    );

    it('gets them from a look when a killed create did not come to them', async () => {
      const world = new KindWorld();
      world.addContainer(ref.name, 'control-plane', 0, 30_001);
      world.addContainer(ref.name, 'worker', 1, 0);
      const { signal } = new AbortController();
      const look = () =>
        world.provider.check(ref, { ...spec, ...limited }, { signal });

      expect(await look()).toMatchObject({ ready: true });
      expect(limitsOf(world)).toEqual([each, each]);

      world.docker.limits.clear();
      world.docker.refuse = () => new Error('busy');
      expect(await look()).toMatchObject({
        ready: false,
        waitingFor: 'Docker to limit its nodes (busy)',
      });
    });
  });
});
