/**
 * Compares the time of importing an image of 500 MB into a cluster of one node by the
 * provider and by `kind load docker-image`, alternately, and reports the memory growth
 * of the provider's process. The image has five incompressible layers, and is removed
 * from the node each time.
 *
 *   node --require @backstage/cli/config/nodeTransform.cjs benchmarks/load-image.ts [rounds] [MB]
 */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import type { ClusterImageArchive } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import {
  StepRecorder,
  testImageArchive,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node/testUtils';
import { KindLabProvider } from '../plugins/pyk8s-lab-backend-module-kind/src/KindLabProvider';

const run = promisify(execFile);
const rounds = Number(process.argv[2] ?? 3);
const megabytes = Number(process.argv[3] ?? 500);
const LAYERS = 5;
const MIB = 2 ** 20;
const SAMPLE_MS = 20;

const id = randomBytes(4).toString('hex');
const ref = { name: `lab-${id}-0001`, host: 'local' };
const node = `${ref.name}-control-plane`;
const image = `pyk8s-lab-bench/noise:${id}`;
const inFull = `docker.io/${image}`;
const { signal } = new AbortController();

const median = (values: number[]) =>
  [...values].sort((a, b) => a - b)[values.length >> 1];

/** The duration of a function, and the memory growth of this process. */
async function measured(work: () => Promise<unknown>) {
  const before = process.memoryUsage.rss();
  let most = before;
  const sampler = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss());
  }, SAMPLE_MS);
  const began = performance.now();
  await work();
  clearInterval(sampler);
  return {
    seconds: (performance.now() - began) / 1_000,
    mebibytes: Math.round((most - before) / MIB),
  };
}

async function ofFile(
  file: string,
  { images }: Pick<ClusterImageArchive, 'images'>,
): Promise<ClusterImageArchive> {
  const { size } = await stat(file);
  return {
    sizeBytes: size,
    images,
    open: () => createReadStream(file),
  };
}

async function main(folder: string): Promise<void> {
  const provider = KindLabProvider.create({
    settings: {
      binary: 'kind',
      nodeImages: [],
      defaultImage: process.env.KIND_NODE_IMAGE,
      maxWorkers: 0,
      reach: { listen: '127.0.0.1', host: 'localhost' },
      access: 'auto',
      resources: { max: {}, alwaysLimited: false },
      pidsPerNode: 8_192,
      capacity: {
        memoryPerNodeBytes: 0,
        minFreeMemoryBytes: 0,
        minFreeDiskBytes: 0,
      },
      createTimeoutMs: 600_000,
    },
    environment: process.env,
  });
  const archive = testImageArchive({
    names: [inFull],
    seed: id,
    layerBytes: Array(LAYERS).fill((megabytes * 1e6) / LAYERS),
  });
  const file = join(folder, 'image.tar');
  await pipeline(archive.open(), createWriteStream(file));

  const bring = async (from: string) => {
    const [{ failure }] = await provider.can.images.importImages(
      ref,
      await ofFile(from, archive),
      { signal, onProgress: () => undefined },
    );
    if (failure !== undefined) {
      throw new Error(failure);
    }
  };
  const ways: Record<string, () => Promise<unknown>> = {
    'kind load docker-image': () =>
      run('kind', ['load', 'docker-image', image, `--name=${ref.name}`]),
    'importImages, from a file': () => bring(file),
    'hostImage to a file, importImages': async () => {
      const saved = join(folder, 'saved.tar');
      await pipeline(
        await provider.can.images.hostImage(ref.host, image, { signal }),
        createWriteStream(saved),
      );
      await bring(saved);
      await rm(saved);
    },
  };
  const took = new Map(Object.keys(ways).map(way => [way, [] as number[]]));
  const forget = async () => {
    const ctr = ['exec', node, 'ctr', '--namespace=k8s.io', 'images'];
    const { stdout } = await run('docker', [...ctr, 'ls']);
    const [, target] = new RegExp(`^${inFull} +\\S+ +(\\S+)`, 'm').exec(
      stdout,
    ) ?? [undefined, ''];
    const names = stdout
      .split('\n')
      .filter(line => line.includes(target))
      .map(line => line.split(' ')[0]);
    await run('docker', [...ctr, 'rm', '--sync', ...names]);
  };

  await run('docker', ['load', `--input=${file}`]);
  try {
    await provider.create(
      ref,
      { kubernetesVersion: 'default', workers: 0 },
      new StepRecorder(),
    );
    for (let round = 1; round <= rounds; round++) {
      for (const [way, work] of Object.entries(ways)) {
        const { seconds, mebibytes } = await measured(work);
        took.get(way)?.push(seconds);
        console.log(
          `round ${round}: ${way}: ${seconds.toFixed(
            1,
          )} s, this process grew by ${mebibytes} MiB at most`,
        );
        await forget();
      }
    }
    const [kind] = [...took.values()].map(median);
    for (const [way, seconds] of took) {
      console.log(
        `${way}: median ${median(seconds).toFixed(1)} s, ratio ${(
          median(seconds) / kind
        ).toFixed(2)}`,
      );
    }
  } finally {
    await provider.destroy(ref, new StepRecorder());
    await run('docker', ['rmi', image]);
  }
}

mkdtemp(join(tmpdir(), 'pyk8s-lab-bench-')).then(async folder => {
  try {
    await main(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
