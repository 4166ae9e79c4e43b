import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { testImageArchive } from './imageArchive';
import type { TestImageOptions } from './platformImage';

const run = promisify(execFile);
let directory: string;

/** Reads an archive with the system's tar. */
async function unpack(options: TestImageOptions) {
  const archive = testImageArchive(options);
  const bytes = await buffer(archive.open());
  const file = join(directory, 'archive.tar');
  await writeFile(file, bytes);
  const { stdout } = await run('tar', ['--list', `--file=${file}`]);
  const read = async (name: string) => {
    const found = await run(
      'tar',
      ['--extract', '--to-stdout', `--file=${file}`, name],
      { encoding: 'buffer' },
    );
    return found.stdout;
  };
  return { archive, bytes, names: stdout.trim().split('\n'), read };
}

const sha256 = (bytes: Buffer) =>
  createHash('sha256').update(bytes).digest('hex');

describe('testImageArchive', () => {
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'pyk8s-lab-archive-'));
  });

  afterEach(async () => {
    await rm(directory, { recursive: true });
  });

  it('has the announced size, and is reproducible', async () => {
    const options = { layerBytes: [1, 512, 100_000], seed: 'a' };
    const { archive, bytes } = await unpack(options);

    expect(bytes.length).toBe(archive.sizeBytes);
    expect(await buffer(archive.open())).toEqual(bytes);
    expect(await buffer(testImageArchive(options).open())).toEqual(bytes);
    expect(testImageArchive({ ...options, seed: 'b' }).ids).not.toEqual(
      archive.ids,
    );
  });

  it('has the format of docker save, with the digests of its layers', async () => {
    const { archive, read } = await unpack({ layerBytes: [10, 2_000] });

    const [manifest] = JSON.parse(`${await read('manifest.json')}`);
    const config = await read(manifest.Config);
    const layers = await Promise.all(manifest.Layers.map(read));

    expect(manifest.RepoTags).toEqual(['test-image:1.0']);
    expect(archive.ids).toEqual({ 'linux/amd64': `sha256:${sha256(config)}` });
    expect(JSON.parse(`${config}`)).toMatchObject({
      os: 'linux',
      architecture: 'amd64',
      rootfs: { diff_ids: layers.map(layer => `sha256:${sha256(layer)}`) },
    });
  });

  it.each(['oci', 'both'] as const)(
    'has an OCI layout, as %s',
    async format => {
      const platforms = ['linux/amd64', 'linux/arm64/v8'];
      const { names, read } = await unpack({
        format,
        platforms,
        missing: platforms.slice(1),
      });

      for (const name of names.filter(entry => entry.startsWith('blobs/'))) {
        expect(name).toBe(`blobs/sha256/${sha256(await read(name))}`);
      }
      const layout = JSON.parse(`${await read('index.json')}`);
      const index = JSON.parse(
        `${await read(
          layout.manifests[0].digest.replace('sha256:', 'blobs/sha256/'),
        )}`,
      );
      expect(
        index.manifests.map(({ digest }: { digest: string }) =>
          names.includes(digest.replace('sha256:', 'blobs/sha256/')),
        ),
      ).toEqual([true, false]);
      expect(names.includes('manifest.json')).toBe(format === 'both');
    },
  );
});
