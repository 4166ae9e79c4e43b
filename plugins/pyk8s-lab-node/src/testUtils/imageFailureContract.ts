import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { ClusterImagesUnderTest } from './ClusterImagesUnderTest';

const MIB = 2 ** 20;

/**
 * Adds the tests of imports that fail.
 * @param current - called when a test runs
 */
export function describeImageFailures(
  current: () => ClusterImagesUnderTest,
): void {
  describe('with an import that fails', () => {
    let images: ClusterImagesUnderTest;

    beforeEach(() => {
      images = current();
    });

    it('imports nothing when it is already aborted', async () => {
      const reason = new Error('cancelled');

      await expect(
        images.importArchive(images.archive('contract-e:1'), {
          signal: AbortSignal.abort(reason),
        }),
      ).rejects.toBe(reason);

      expect(await images.list()).toEqual(images.before);
    });

    it('keeps nothing of an aborted import', async () => {
      const reason = new Error('cancelled');
      const controller = new AbortController();
      const archive = images.archive('contract-e:1', { bytes: 16 * MIB });

      await expect(
        images.importArchive(archive, {
          signal: controller.signal,
          onProgress: () => controller.abort(reason),
        }),
      ).rejects.toBe(reason);

      expect(await images.list()).toEqual(images.before);
    });

    it('reports for each node that an archive is incomplete', async () => {
      const archive = images.archive('contract-e:1', { bytes: MIB });
      const bytes = await buffer(archive.open());

      const imports = await images.importArchive({
        ...archive,
        open: () => Readable.from([bytes.subarray(0, MIB / 2)]),
      });

      expect(imports.map(({ node }) => node).sort()).toEqual(
        [...images.before.nodes].sort(),
      );
      expect(imports.map(({ failure }) => failure ?? '')).not.toContain('');
      expect(await images.list()).toEqual(images.before);
    });

    it('can be repeated after a node failed', async () => {
      const archive = images.archive('contract-g:1', { bytes: MIB });
      const bytes = await buffer(archive.open());
      let opened = 0;

      const imports = await images.importArchive({
        ...archive,
        open: () =>
          opened++ === 0
            ? Readable.from([bytes.subarray(0, MIB / 2)])
            : archive.open(),
      });
      expect(imports.some(({ failure }) => failure !== undefined)).toBe(true);
      await images.importArchive(archive);

      const [image] = await images.named('docker.io/library/contract-g:1');
      expect([...image.nodes].sort()).toEqual([...images.before.nodes].sort());
    });

    it('fails in every node with the error of the archive', async () => {
      const archive = images.archive('contract-e:1', { bytes: MIB });

      const imports = await images.importArchive({
        ...archive,
        open: () =>
          Readable.from(
            (async function* failing() {
              let left = 2;
              for await (const chunk of archive.open()) {
                if (left-- === 0) {
                  throw new Error('simulated read error');
                }
                yield chunk;
              }
            })(),
            { objectMode: false },
          ),
      });

      expect(imports.map(({ failure }) => failure)).toEqual(
        images.before.nodes.map(() => 'simulated read error'),
      );
      expect(await images.list()).toEqual(images.before);
    });

    it('keeps the image of a name when another import of it fails', async () => {
      await images.importArchive(
        images.archive('contract-f:1', { seed: 'old' }),
      );
      const old = await images.list();
      const controller = new AbortController();
      const reason = new Error('cancelled');
      const next = images.archive('contract-f:1', {
        seed: 'new',
        bytes: 16 * MIB,
      });

      await expect(
        images.importArchive(next, {
          signal: controller.signal,
          onProgress: () => controller.abort(reason),
        }),
      ).rejects.toBe(reason);

      expect(await images.list()).toEqual(old);
    });
  });
}
