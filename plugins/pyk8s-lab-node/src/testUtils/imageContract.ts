import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type {
  ClusterImageArchive,
  ClusterImages,
  NodeImport,
} from '../ClusterImages';
import type { ClusterRef } from '../cluster';
import type { LabProvider } from '../LabProvider';
import type { ImageCapability } from '../ProviderCapabilities';
import { testImageArchive } from './imageArchive';

const MIB = 2 ** 20;

/**
 * Adds the tests of the images that a cluster has, and gets.
 * @param cluster - asked when a test runs: one that is ready
 */
export function describeImages(
  cluster: () => {
    provider: LabProvider;
    able: ImageCapability;
    ref: ClusterRef;
  },
): void {
  describe('that has images', () => {
    const { signal } = new AbortController();
    /** How much has been sent, of how much, each time that was told. */
    let progress: [number, number][];
    let before: ClusterImages;

    const list = async () => {
      const { able, ref } = cluster();
      return able.images(ref, { signal });
    };

    const named = async (name: string) =>
      (await list()).images.filter(({ names }) => names.includes(name));

    const bring = async (
      archive: ClusterImageArchive,
      context: { signal?: AbortSignal; onProgress?: () => void } = {},
    ): Promise<readonly NodeImport[]> => {
      const { able, ref } = cluster();
      return able.importImages(ref, archive, {
        signal: context.signal ?? signal,
        onProgress: (sent, total) => {
          progress.push([sent, total]);
          context.onProgress?.();
        },
      });
    };

    /** An image that nothing else in the cluster shares a layer with. */
    const anArchive = (
      name: string,
      options: { seed?: string; bytes?: number } = {},
    ) =>
      testImageArchive({
        names: [`docker.io/library/${name}`],
        platforms: [before.platform],
        layerBytes: [options.bytes ?? 1_000],
        seed: options.seed ?? name,
      });

    beforeEach(async () => {
      progress = [];
      before = await list();
    });

    it('lists those of every node', async () => {
      const { provider, ref } = cluster();
      const [{ nodes }] = await provider.list(ref.name, { signal });

      expect([...before.nodes].sort()).toEqual(
        nodes.map(({ name }) => name).sort(),
      );
      expect(before.platform).toMatch(/^linux\/\w+(\/\w+)?$/);
      for (const image of before.images) {
        expect(image.id).toMatch(/^sha256:[\da-f]{64}$/);
        expect(image.names.length).toBeGreaterThan(0);
        expect(image.nodes.length).toBeGreaterThan(0);
      }
    });

    it('brings one into every node', async () => {
      const names = ['docker.io/library/contract-a:1', 'example.com/x/y:2'];
      const archive = testImageArchive({
        names,
        platforms: [before.platform],
        layerBytes: [10_000, 5_000],
      });

      const imports = await bring(archive);

      expect([...imports].sort((a, b) => a.node.localeCompare(b.node))).toEqual(
        [...before.nodes].sort().map(node => ({ node, names })),
      );
      const [image, ...more] = await named(names[0]);
      expect(more).toEqual([]);
      expect(image.id).toBe(archive.images[0].id);
      expect([...image.names].sort()).toEqual(names);
      expect(image.sizeBytes).toBeGreaterThanOrEqual(15_000);
      expect([...image.nodes].sort()).toEqual([...before.nodes].sort());
    });

    it('tells how far it is', async () => {
      const archive = anArchive('contract-b:1', { bytes: 2 * MIB });

      await bring(archive);

      const total = archive.sizeBytes * before.nodes.length;
      const sent = progress.map(([bytes]) => bytes);
      expect(progress.length).toBeGreaterThan(1);
      expect(sent).toEqual([...sent].sort((a, b) => a - b));
      expect(progress.at(-1)).toEqual([total, total]);
    });

    it('brings another one of the same name', async () => {
      const name = 'docker.io/library/contract-c:1';
      await bring(anArchive('contract-c:1', { bytes: 1_000, seed: 'old' }));
      const [old] = await named(name);

      await bring(anArchive('contract-c:1', { bytes: 9_000, seed: 'new' }));

      const found = await named(name);
      expect(found).toEqual([
        expect.objectContaining({
          names: [name],
          nodes: old.nodes,
        }),
      ]);
      expect(found[0].sizeBytes).toBeGreaterThan(old.sizeBytes);
    });

    it('can bring one again', async () => {
      const archive = anArchive('contract-d:1');

      await bring(archive);
      const once = await list();
      await bring(archive);

      expect(await list()).toEqual(once);
    });

    it('brings nothing when it is aborted before it begins', async () => {
      const reason = new Error('nobody wants it');

      await expect(
        bring(anArchive('contract-e:1'), { signal: AbortSignal.abort(reason) }),
      ).rejects.toBe(reason);

      expect(await list()).toEqual(before);
    });

    it('keeps nothing of one that is aborted', async () => {
      const reason = new Error('nobody wants it any more');
      const controller = new AbortController();
      const archive = anArchive('contract-e:1', { bytes: 16 * MIB });

      await expect(
        bring(archive, {
          signal: controller.signal,
          onProgress: () => controller.abort(reason),
        }),
      ).rejects.toBe(reason);

      expect(await list()).toEqual(before);
    });

    it('says for each node that an archive is incomplete', async () => {
      const archive = anArchive('contract-e:1', { bytes: MIB });
      const bytes = await buffer(archive.open());

      const imports = await bring({
        ...archive,
        open: () => Readable.from([bytes.subarray(0, MIB / 2)]),
      });

      expect(imports.map(({ node }) => node).sort()).toEqual(
        [...before.nodes].sort(),
      );
      expect(imports.map(({ failure }) => failure ?? '')).not.toContain('');
      expect(await list()).toEqual(before);
    });

    it('can be repeated where a node failed', async () => {
      const archive = anArchive('contract-g:1', { bytes: MIB });
      const bytes = await buffer(archive.open());
      let opened = 0;

      const imports = await bring({
        ...archive,
        open: () =>
          opened++ === 0
            ? Readable.from([bytes.subarray(0, MIB / 2)])
            : archive.open(),
      });
      expect(imports.some(({ failure }) => failure !== undefined)).toBe(true);
      await bring(archive);

      const [image] = await named('docker.io/library/contract-g:1');
      expect([...image.nodes].sort()).toEqual([...before.nodes].sort());
    });

    it('fails in every node with what the archive fails with', async () => {
      const archive = anArchive('contract-e:1', { bytes: MIB });

      const imports = await bring({
        ...archive,
        open: () =>
          Readable.from(
            (async function* failing() {
              let left = 2;
              for await (const chunk of archive.open()) {
                if (left-- === 0) {
                  throw new Error('the disk is gone');
                }
                yield chunk;
              }
            })(),
            { objectMode: false },
          ),
      });

      expect(imports.map(({ failure }) => failure)).toEqual(
        before.nodes.map(() => 'the disk is gone'),
      );
      expect(await list()).toEqual(before);
    });

    it('lets a name be what it was when another one of that name fails', async () => {
      await bring(anArchive('contract-f:1', { seed: 'old' }));
      const old = await list();
      const controller = new AbortController();
      const reason = new Error('nobody wants it any more');
      const next = anArchive('contract-f:1', { seed: 'new', bytes: 16 * MIB });

      await expect(
        bring(next, {
          signal: controller.signal,
          onProgress: () => controller.abort(reason),
        }),
      ).rejects.toBe(reason);

      expect(await list()).toEqual(old);
    });

    it('copies nothing that every node has, or none', async () => {
      const { able, ref } = cluster();
      const archive = anArchive('contract-h:1');
      const { images } = anArchive('contract-i:1');
      await bring(archive);
      const full = await list();

      expect(
        await able.spreadImages(ref, [...archive.images, ...images], {
          signal,
          onProgress: () => undefined,
        }),
      ).toEqual([]);
      expect(await list()).toEqual(full);
    });

    it('says that the host has no such image', async () => {
      const { able, ref } = cluster();

      await expect(
        able.hostImage(ref.host, 'example.invalid/nothing:1', { signal }),
      ).rejects.toMatchObject({ name: 'NotFoundError' });
    });
  });
}
