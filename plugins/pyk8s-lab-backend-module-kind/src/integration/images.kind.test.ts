import { execFile } from 'node:child_process';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import type {
  ClusterImageArchive,
  ClusterRef,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import {
  StepRecorder,
  testImageArchive,
  type TestImageOptions,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node/testUtils';
import {
  commandRunner,
  controlPlaneOf,
  docker,
  until,
} from './__testUtils__/commands';
import { CLUSTER_TIMEOUT_MS, describeWithKind } from '@internal/test-utils';
import { realNames, realProvider } from './__testUtils__/kindHost';
import {
  ctr,
  expectStates,
  programOf,
  statesOf,
} from './__testUtils__/nodeState';

const spec = { kubernetesVersion: 'default', workers: 1 };
const { signal } = new AbortController();
const TEST_TIMEOUT_MS = 120_000;
const MIB = 2 ** 20;
const LIBRARY = 'docker.io/library';

describeWithKind('Images in a real cluster', () => {
  const provider = realProvider();
  let ref: ClusterRef;
  let directory: string;
  const run = commandRunner(provider, () => ref);

  const nodes = () => [controlPlaneOf(ref), `${ref.name}-worker`];
  const list = async () => provider.can.images.images(ref, { signal });
  const named = async (name: string) =>
    (await list()).images.filter(({ names }) => names.includes(name));

  const importArchive = async (
    archive: ClusterImageArchive,
    context: {
      signal?: AbortSignal;
      onProgress?: (sent: number, total: number) => void;
    } = {},
  ) =>
    provider.can.images.importImages(ref, archive, {
      signal,
      onProgress: () => undefined,
      ...context,
    });

  const anImage = (name: string, options: TestImageOptions = {}) =>
    testImageArchive({
      names: [`${LIBRARY}/${name}`],
      seed: name,
      ...options,
    });

  /** Runs a pod with an image on a node, and returns its result. */
  const start = async (pod: string, image: string, node: string) => {
    await run(['kubectl', 'create', '--filename=-'], {
      input: JSON.stringify({
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: pod },
        spec: {
          nodeName: node,
          terminationGracePeriodSeconds: 0,
          containers: [{ name: 'main', image, imagePullPolicy: 'Never' }],
        },
      }),
    });
    let status = '';
    await until(async () => {
      const { stdout } = await run([
        'kubectl',
        'get',
        `pod/${pod}`,
        '--output=jsonpath={.status.containerStatuses[0].state}',
      ]);
      status = stdout;
      return stdout !== '' && !stdout.includes('ContainerCreating');
    });
    return status;
  };

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'pyk8s-lab-images-'));
    ref = { name: realNames().next(), host: 'local' };
    await provider.create(ref, spec, new StepRecorder());
  }, CLUSTER_TIMEOUT_MS);

  afterAll(async () => {
    await provider.destroy(ref, new StepRecorder());
    await rm(directory, { recursive: true });
  }, CLUSTER_TIMEOUT_MS);

  it('are listed as the nodes have them', async () => {
    const { images, nodes: there, platform } = await list();

    expect(there).toEqual(nodes());
    const machine = await docker('exec', nodes()[0], 'uname', '-m');
    expect({ x86_64: 'linux/amd64', aarch64: 'linux/arm64' }[machine]).toBe(
      platform,
    );
    const pause = images.find(({ names }) =>
      names.some(name => name.startsWith('registry.k8s.io/pause:')),
    );
    expect(pause).toMatchObject({ nodes: nodes() });
    for (const { id, sizeBytes, names } of images) {
      expect(id).toMatch(/^sha256:[\da-f]{64}$/);
      expect(sizeBytes).toBeGreaterThan(1_000);
      expect(names.join()).not.toContain('sha256:');
    }
    // As the kubelet reports it.
    const { stdout } = await run([
      'kubectl',
      'get',
      'nodes',
      '--output=jsonpath={.items[*].status.images[*].names[*]}',
    ]);
    const known = stdout.split(' ').filter(name => !name.includes('@'));
    expect(images.flatMap(({ names }) => names).sort()).toEqual(
      [...new Set(known)].sort(),
    );
  });

  it.each(['docker', 'oci', 'both'] as const)(
    'run in pods of every node, from an archive as %s',
    async format => {
      const archive = anImage(`hello-${format}:1`, {
        programs: { hello: await programOf(nodes()[0]) },
        entrypoint: ['/hello'],
        layerBytes: [MIB, 1_000],
        format,
      });

      await importArchive(archive);

      for (const [at, node] of nodes().entries()) {
        // In the short form of users.
        const image = `hello-${format}:1`;
        expect(await start(`hello-${format}-${at}`, image, node)).toContain(
          'running',
        );
      }
      expect(await named(`${LIBRARY}/hello-${format}:1`)).toEqual([
        {
          id: archive.ids['linux/amd64'],
          names: [`${LIBRARY}/hello-${format}:1`],
          nodes: nodes(),
          sizeBytes: expect.any(Number),
        },
      ]);
    },
    TEST_TIMEOUT_MS,
  );

  it(
    'are imported of an index that contains only this platform',
    async () => {
      await importArchive(
        anImage('index:1', {
          format: 'both',
          platforms: ['linux/arm64/v8', 'linux/amd64', 'linux/s390x'],
          missing: ['linux/arm64/v8', 'linux/s390x'],
        }),
      );

      expect(await named(`${LIBRARY}/index:1`)).toHaveLength(1);
    },
    TEST_TIMEOUT_MS,
  );

  it.each([
    ['at its beginning', 0],
    ['midway', 0.5],
  ])(
    'leave nothing when they are aborted %s',
    async (_, part) => {
      const before = await statesOf(nodes());
      const reason = new Error('cancelled');
      const controller = new AbortController();

      await expect(
        importArchive(anImage('aborted:1', { layerBytes: [50 * MIB] }), {
          signal: controller.signal,
          onProgress: (sent, total) => {
            if (sent >= part * total) {
              controller.abort(reason);
            }
          },
        }),
      ).rejects.toBe(reason);

      await expectStates(nodes(), before);
    },
    TEST_TIMEOUT_MS,
  );

  it.each<[string, (bytes: Buffer) => Buffer]>([
    ['is truncated', bytes => bytes.subarray(0, bytes.length / 2)],
    ['is empty', () => Buffer.alloc(0)],
    ['is invalid', bytes => Buffer.from(bytes.map(byte => byte ^ 0x55))],
  ])(
    'leave nothing when the archive %s',
    async (_, spoil) => {
      const before = await statesOf(nodes());
      const archive = anImage('spoiled:1', { layerBytes: [MIB] });
      const bytes = spoil(await buffer(archive.open()));

      const imports = await importArchive({
        ...archive,
        open: () => Readable.from([bytes]),
      });

      expect(imports.map(({ failure }) => failure)).toEqual(
        nodes().map(node =>
          expect.stringMatching(`^The node ${node} refused: .+`),
        ),
      );
      await expectStates(nodes(), before);
    },
    TEST_TIMEOUT_MS,
  );

  it(
    'leave nothing when they are for another platform',
    async () => {
      const before = await statesOf(nodes());

      const imports = await importArchive(
        anImage('other:1', { platforms: ['linux/s390x'] }),
      );

      expect(imports.map(({ failure }) => failure)).toEqual(
        nodes().map(node =>
          expect.stringContaining(`for the architecture of the node ${node}`),
        ),
      );
      await expectStates(nodes(), before);
    },
    TEST_TIMEOUT_MS,
  );

  it(
    'are in the other nodes when one fails, and complete when repeated',
    async () => {
      const name = `${LIBRARY}/one-fails:1`;
      const archive = anImage('one-fails:1', { layerBytes: [20 * MIB] });
      let opened = 0;

      const imports = await importArchive({
        ...archive,
        open: () =>
          opened++ === 0 ? archive.open() : Readable.from([Buffer.alloc(1)]),
      });

      const [first, second] = nodes();
      expect(imports).toEqual([
        { node: first, names: [name] },
        {
          node: second,
          names: [name],
          failure: expect.stringMatching(`^The node ${second} refused: .+`),
        },
      ]);
      expect(await named(name)).toMatchObject([{ nodes: [first] }]);
      await importArchive(archive);
      expect(await named(name)).toMatchObject([{ nodes: nodes() }]);
    },
    TEST_TIMEOUT_MS,
  );

  it(
    'replace others of the same name',
    async () => {
      const [old, next] = ['old', 'new'].map(seed =>
        anImage('again:1', { seed, layerBytes: [5 * MIB] }),
      );
      for (const archive of [old, next, old]) {
        await importArchive(archive);
        expect(await named(`${LIBRARY}/again:1`)).toMatchObject([
          { id: archive.ids['linux/amd64'], nodes: nodes() },
        ]);
      }
    },
    TEST_TIMEOUT_MS,
  );

  it(
    'are listed for a nested index',
    async () => {
      const archive = anImage('nested:1', { format: 'oci', nested: true });

      await importArchive(archive);

      expect(await named(`${LIBRARY}/nested:1`)).toMatchObject([
        { id: archive.ids['linux/amd64'], nodes: nodes() },
      ]);
    },
    TEST_TIMEOUT_MS,
  );

  it(
    'are copied to a node that lost them',
    async () => {
      const names = [`${LIBRARY}/spread:1`, 'example.com/team/spread:2'];
      const archive = anImage('', { names, seed: 's', layerBytes: [8 * MIB] });
      await importArchive(archive);
      const [full] = await named(names[0]);
      const [, worker] = nodes();
      await ctr(
        worker,
        'images',
        'rm',
        '--sync',
        ...names,
        archive.ids['linux/amd64'],
      );
      expect(await named(names[0])).toMatchObject([
        { nodes: [controlPlaneOf(ref)] },
      ]);
      const progress: [number, number][] = [];

      const spread = () =>
        provider.can.images.spreadImages(ref, archive.images, {
          signal,
          onProgress: (...news) => progress.push(news),
        });

      expect(await spread()).toEqual([{ node: worker, names }]);
      expect(await named(names[0])).toEqual([full]);
      expect(progress.at(-1)?.[0]).toBeGreaterThan(8 * MIB);
      expect(await spread()).toEqual([]);
    },
    TEST_TIMEOUT_MS,
  );

  it(
    'come from the Docker of the host',
    async () => {
      const tag = `pyk8s-lab-test/host-image:${ref.name}`;
      const rootfs = join(directory, 'rootfs.tar');
      await promisify(execFile)('tar', [
        '--create',
        `--file=${rootfs}`,
        '--directory=/etc',
        'hostname',
      ]);
      await docker('import', rootfs, tag);
      try {
        const file = join(directory, 'host.tar');
        await pipeline(
          await provider.can.images.hostImage(ref.host, tag, { signal }),
          createWriteStream(file),
        );
        const id = await docker('inspect', '--format={{.Id}}', tag);
        const { size } = await stat(file);

        await importArchive({
          sizeBytes: size,
          images: [{ name: `docker.io/${tag}`, id }],
          open: () => createReadStream(file),
        });

        expect(await named(`docker.io/${tag}`)).toMatchObject([
          { id, nodes: nodes() },
        ]);
      } finally {
        await docker('rmi', tag);
      }
    },
    TEST_TIMEOUT_MS,
  );

  it('leave no temporary data', async () => {
    for (const { leases, halves } of await statesOf(nodes())) {
      // Those of pods, which containerd 2 has, are named by their pod.
      expect(leases.join('\n')).not.toMatch(/^\d+-/m);
      expect(halves).toMatch(/^REF[^\n]*$/);
    }
  });
});
