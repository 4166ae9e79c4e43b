import type { ClusterRef } from '../cluster';
import type { LabProvider } from '../LabProvider';
import type { ImageCapability } from '../ClusterImages';
import { ClusterImagesUnderTest } from './ClusterImagesUnderTest';
import { testImageArchive } from './imageArchive';
import { describeImageFailures } from './imageFailureContract';

const MIB = 2 ** 20;

/**
 * Adds the tests of a cluster's images.
 * @param cluster - called when a test runs; the cluster must be ready
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
    let images: ClusterImagesUnderTest;

    beforeEach(async () => {
      images = await ClusterImagesUnderTest.create(cluster());
    });

    it('lists the images of every node', async () => {
      const { provider, ref } = cluster();
      const [{ nodes }] = await provider.list(ref.name, { signal });

      expect([...images.before.nodes].sort()).toEqual(
        nodes.map(({ name }) => name).sort(),
      );
      expect(images.before.platform).toMatch(/^linux\/\w+(\/\w+)?$/);
      for (const image of images.before.images) {
        expect(image.id).toMatch(/^sha256:[\da-f]{64}$/);
        expect(image.names.length).toBeGreaterThan(0);
        expect(image.nodes.length).toBeGreaterThan(0);
      }
    });

    it('imports into every node', async () => {
      const names = ['docker.io/library/contract-a:1', 'example.com/x/y:2'];
      const archive = testImageArchive({
        names,
        platforms: [images.before.platform],
        layerBytes: [10_000, 5_000],
      });

      const imports = await images.importArchive(archive);

      expect([...imports].sort((a, b) => a.node.localeCompare(b.node))).toEqual(
        [...images.before.nodes].sort().map(node => ({ node, names })),
      );
      const [image, ...more] = await images.named(names[0]);
      expect(more).toEqual([]);
      expect(image.id).toBe(archive.images[0].id);
      expect([...image.names].sort()).toEqual(names);
      expect(image.sizeBytes).toBeGreaterThanOrEqual(15_000);
      expect([...image.nodes].sort()).toEqual([...images.before.nodes].sort());
    });

    it('reports progress', async () => {
      const archive = images.archive('contract-b:1', { bytes: 2 * MIB });

      await images.importArchive(archive);

      const total = archive.sizeBytes * images.before.nodes.length;
      const sent = images.progress.map(([bytes]) => bytes);
      expect(images.progress.length).toBeGreaterThan(1);
      expect(sent).toEqual([...sent].sort((a, b) => a - b));
      expect(images.progress.at(-1)).toEqual([total, total]);
    });

    it('replaces an image of the same name', async () => {
      const name = 'docker.io/library/contract-c:1';
      await images.importArchive(
        images.archive('contract-c:1', { bytes: 1_000, seed: 'old' }),
      );
      const [old] = await images.named(name);

      await images.importArchive(
        images.archive('contract-c:1', { bytes: 9_000, seed: 'new' }),
      );

      const found = await images.named(name);
      expect(found).toEqual([
        expect.objectContaining({
          names: [name],
          nodes: old.nodes,
        }),
      ]);
      expect(found[0].sizeBytes).toBeGreaterThan(old.sizeBytes);
    });

    it('can import again', async () => {
      const archive = images.archive('contract-d:1');

      await images.importArchive(archive);
      const once = await images.list();
      await images.importArchive(archive);

      expect(await images.list()).toEqual(once);
    });

    it('copies nothing that every node has, or none', async () => {
      const { able, ref } = cluster();
      const archive = images.archive('contract-h:1');
      const missing = images.archive('contract-i:1');
      await images.importArchive(archive);
      const full = await images.list();

      expect(
        await able.spreadImages(ref, [...archive.images, ...missing.images], {
          signal,
          onProgress: () => undefined,
        }),
      ).toEqual([]);
      expect(await images.list()).toEqual(full);
    });

    it('reports that the host has no such image', async () => {
      const { able, ref } = cluster();

      await expect(
        able.hostImage(ref.host, 'example.invalid/nothing:1', { signal }),
      ).rejects.toMatchObject({ name: 'NotFoundError' });
    });

    describeImageFailures(() => images);
  });
}
