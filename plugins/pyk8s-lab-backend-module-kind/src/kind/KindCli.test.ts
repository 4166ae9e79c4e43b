import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname } from 'node:path';
import { FakeCommandRunner, missing } from '../__testUtils__/FakeCommandRunner';
import { KindCli } from './KindCli';

const name = 'lab-abc-0001';
const env = { PATH: '/usr/bin' };
const { signal } = new AbortController();
const layout = {
  workers: 1,
  apiPort: 30_001,
  reach: { listen: '127.0.0.1', host: 'localhost' },
};

const kubeconfigOf = (args: readonly string[]) =>
  args
    .find(arg => arg.startsWith('--kubeconfig='))
    ?.slice('--kubeconfig='.length) ?? '';

const temporaries = () =>
  readdirSync(tmpdir()).filter(entry => entry.startsWith('pyk8s-lab-lab-abc'));

describe('KindCli', () => {
  let runner: FakeCommandRunner;
  let killed: number[];
  let lines: string[];
  let kind: KindCli;

  beforeEach(() => {
    runner = new FakeCommandRunner();
    killed = [];
    lines = [];
    kind = new KindCli({
      runner,
      binary: 'kind',
      env,
      kill: pid => killed.push(pid),
    });
  });

  const create = (image?: string) =>
    kind.createCluster({
      name,
      image,
      layout,
      network: 'zz-lab-abc-0001',
      timeoutMs: 1_000,
      signal,
      onLine: line => lines.push(line),
    });

  it('makes a cluster of typed arguments, with its configuration as input', async () => {
    await create('kindest/node:v1.34.4');

    const [{ file, args, options }] = runner.ran;
    expect([file, ...args]).toEqual([
      'kind',
      'create',
      'cluster',
      `--name=${name}`,
      expect.stringMatching(/^--kubeconfig=.*\/kubeconfig$/),
      '--config=-',
      '--retain=false',
      '--image=kindest/node:v1.34.4',
    ]);
    expect(options.input).toContain('kind: Cluster');
    expect(options.env).toEqual({
      ...env,
      KIND_EXPERIMENTAL_DOCKER_NETWORK: 'zz-lab-abc-0001',
    });
  });

  it('passes on what kind prints, but not that the network is an experiment', async () => {
    runner.on('kind create', ({ options }) => {
      [
        'WARNING: Overriding docker network due to KIND_EXPERIMENTAL_DOCKER_NETWORK',
        'WARNING: Here be dragons! This is not supported currently.',
        'WARNING: something else',
      ].forEach(line => options.onLine?.(line));
      return '';
    });

    await create();

    expect(lines).toEqual(['WARNING: something else']);
  });

  it("names no image for kind's own", async () => {
    await create();

    expect(runner.ran[0].args.join(' ')).not.toContain('--image');
  });

  it('lends a kubeconfig that nobody else can read, and takes it away', async () => {
    let mode = 0;
    runner.on('kind create', ({ args }) => {
      const file = kubeconfigOf(args);
      mode = statSync(dirname(file)).mode % 0o1000;
      writeFileSync(file, 'secret');
      throw new Error('failed');
    });

    await expect(create()).rejects.toThrow('failed');

    expect(mode).toBe(0o700);
    expect(temporaries()).toEqual([]);
  });

  it('deletes a cluster', async () => {
    await kind.deleteCluster(name, { signal });

    expect(runner.lines('kind')).toEqual([
      expect.stringMatching(
        /^kind delete cluster --name=lab-abc-0001 --kubeconfig=\S+$/,
      ),
    ]);
  });

  it.each(['--all', '', 'lab-abc-1 --retain', `lab-abc-${'0'.repeat(60)}`])(
    'runs nothing for the name "%s"',
    async bad => {
      const options = { signal };

      await expect(kind.deleteCluster(bad, options)).rejects.toThrow('name');
      await expect(kind.endLeftovers(bad, options)).rejects.toThrow('name');
      await expect(kind.exportLogs(bad, '/tmp', options)).rejects.toThrow(
        'name',
      );
      expect(runner.ran).toEqual([]);
    },
  );

  it('asks for free space in a container that has nothing of anybody', async () => {
    runner.on('docker run', () => '     Avail\n50000000000\n 7000000000\n');

    expect(await kind.freeDisk('kindest/node:v1')).toBe(7e9);

    const [{ args, options }] = runner.ran;
    expect(args).toEqual(
      expect.arrayContaining(['--rm', '--pull=never', '--network=none']),
    );
    expect(args.slice(args.indexOf('--entrypoint=df'))).toEqual([
      '--entrypoint=df',
      'kindest/node:v1',
      '--block-size=1',
      '--output=avail',
      '/',
      '/pyk8s-lab-probe',
    ]);
    expect(options.env).toBe(env);
  });

  it.each(['', 'Avail\n12\n', 'Avail\n-\n7\n', '1\n2\n3\n'])(
    'takes no free space from %j',
    async output => {
      runner.on('docker run', () => output);

      await expect(kind.freeDisk('a')).rejects.toThrow('something else');
    },
  );

  it('exports logs to an absolute path only, which is no flag', async () => {
    await expect(
      kind.exportLogs(name, '--name=another', { signal }),
    ).rejects.toThrow('not an absolute path');

    expect(runner.ran).toEqual([]);
  });

  it.each([
    ['kind v0.33.0 go1.26.8 linux/amd64', 'v0.33.0'],
    ['kind v0.34.0-alpha+1a2b3c go1.26 linux/amd64', 'v0.34.0-alpha+1a2b3c'],
    ['something else', 'something else'],
  ])('reads the version in "%s"', async (output, version) => {
    runner.on('kind version', () => output);

    expect(await kind.version()).toBe(version);
  });

  it('ends what still creates the cluster, and waits until it has ended', async () => {
    const row = `  77   77 Ssl  /usr/local/bin/kind create cluster --name=${name} --config=-`;
    const answers = [row, row, ''];
    runner.on('ps', () => answers.shift() ?? '');

    expect(await kind.endLeftovers(name, { signal })).toBe(true);

    expect(killed).toEqual([77, 77]);
    expect(answers).toEqual([]);
  });

  it('finds nothing to end where nothing is, or where there is no ps', async () => {
    expect(await kind.endLeftovers(name, { signal })).toBe(false);

    runner.on('ps', missing);
    expect(await kind.endLeftovers(name, { signal })).toBe(false);
    expect(await kind.canSeeProcesses()).toBe(false);
    expect(killed).toEqual([]);
  });
});
