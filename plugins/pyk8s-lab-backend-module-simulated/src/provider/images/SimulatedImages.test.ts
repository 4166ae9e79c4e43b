import { Readable } from 'node:stream';
import type { ClusterImageArchive } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { testImageArchive } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node/testUtils';
import { createCluster, ref, signal } from '../__testUtils__/createProvider';
import type { SimulatedLabProvider } from '../SimulatedLabProvider';
import type { SimulatedMoment } from '../SimulatedLabProviderOptions';

const controlPlane = `${ref.name}-control-plane`;
const worker = `${ref.name}-worker`;
const reason = new Error('cancelled');

describe('SimulatedImages', () => {
  let provider: SimulatedLabProvider;
  let intercept: (moment: SimulatedMoment) => void | Promise<void>;

  beforeEach(async () => {
    intercept = () => undefined;
    provider = await createCluster({
      workers: 1,
      intercept: moment => intercept(moment),
    });
  });

  const names = ['docker.io/library/app:1.0'];
  const importArchive = (
    archive: ClusterImageArchive,
    context: Partial<Parameters<typeof provider.images.importImages>[2]> = {},
  ) =>
    provider.images.importImages(ref, archive, {
      signal,
      onProgress: () => undefined,
      ...context,
    });
  const images = async () =>
    (await provider.images.images(ref, { signal })).images;
  const imported = async () =>
    (await images()).filter(image => image.sizeBytes > 0);

  it('lists one simulated image at first', async () => {
    expect(await provider.images.images(ref, { signal })).toEqual({
      nodes: [controlPlane, worker],
      platform: expect.stringMatching(/^linux\/\w+$/),
      images: [
        {
          id: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
          names: ['simulated.invalid/cluster:v0.0.0-simulated'],
          sizeBytes: 0,
          nodes: [controlPlane, worker],
        },
      ],
    });
  });

  it('imports into every node', async () => {
    const archive = testImageArchive({ names, layerBytes: [200_000] });
    const progress: [number, number][] = [];

    await importArchive(archive, {
      onProgress: (...parts) => progress.push(parts),
    });

    expect(await imported()).toEqual([
      {
        id: archive.images[0].id,
        names,
        sizeBytes: archive.sizeBytes,
        nodes: [controlPlane, worker],
      },
    ]);
    expect(progress.length).toBeGreaterThan(1);
    const total = 2 * archive.sizeBytes;
    expect(progress.at(-1)).toEqual([total, total]);
  });

  it('replaces an image of the same name', async () => {
    const both = [...names, 'docker.io/library/app:old'];
    await importArchive(testImageArchive({ names: both }));
    const [before] = await imported();

    await importArchive(testImageArchive({ names, seed: 'another' }));

    const after = await imported();
    expect(after).toHaveLength(2);
    expect(after.find(({ id }) => id === before.id)?.names).toEqual([
      'docker.io/library/app:old',
    ]);
    expect(after.find(({ id }) => id !== before.id)?.names).toEqual(names);
  });

  it('reads an archive no faster than it imports it', async () => {
    const archive = testImageArchive({ names, layerBytes: [3_000_000] });
    let opened = 0;
    let most = 0;
    let taken = 0;
    const watched: ClusterImageArchive = {
      ...archive,
      open: () =>
        Readable.from(
          (async function* count() {
            for await (const chunk of archive.open()) {
              opened += chunk.length;
              yield chunk;
            }
          })(),
          { highWaterMark: 1 },
        ),
    };

    await importArchive(watched, {
      onProgress: sent => {
        // Two nodes import it.
        taken = sent / 2;
        most = Math.max(most, opened - taken);
      },
    });

    expect(taken).toBe(archive.sizeBytes);
    expect(most).toBeLessThan(300_000);
  });

  it.each<[string, (archive: ClusterImageArchive) => ClusterImageArchive]>([
    ['is incomplete', archive => ({ ...archive, sizeBytes: 1_000_000 })],
    [
      'cannot be read',
      archive => ({
        ...archive,
        open: () =>
          Readable.from(
            (async function* fail() {
              yield Buffer.from('x');
              throw new Error(
                'the archive is incomplete, simulated read error',
              );
            })(),
          ),
      }),
    ],
  ])('imports nothing of an archive that %s', async (_, broken) => {
    const why = expect.stringContaining('archive is incomplete');
    expect(await importArchive(broken(testImageArchive({ names })))).toEqual([
      { node: controlPlane, names, failure: why },
      { node: worker, names, failure: why },
    ]);

    expect(await imported()).toEqual([]);
  });

  it('imports nothing when aborted, and closes the archive', async () => {
    const archive = testImageArchive({ names, layerBytes: [200_000] });
    const controller = new AbortController();
    let stream: Readable | undefined;

    await expect(
      importArchive(
        {
          ...archive,
          open: () => {
            stream = archive.open();
            return stream;
          },
        },
        {
          signal: controller.signal,
          onProgress: () => controller.abort(reason),
        },
      ),
    ).rejects.toBe(reason);

    expect(stream?.destroyed).toBe(true);
    expect(await imported()).toEqual([]);
  });

  it('stops waiting when the signal aborts', async () => {
    const controller = new AbortController();
    intercept = () => {
      controller.abort(reason);
      return new Promise(() => undefined);
    };

    await expect(
      importArchive(testImageArchive({ names }), { signal: controller.signal }),
    ).rejects.toBe(reason);
  });

  it('fails when the lab stops meanwhile', async () => {
    await expect(
      importArchive(testImageArchive({ names }), {
        onProgress: () => provider.stopNodes(ref.name),
      }),
    ).rejects.toThrow('not ready');
  });

  it('copies images to nodes that lack them', async () => {
    const context = { signal, onProgress: () => undefined };
    const archive = testImageArchive({ names });
    const spread = () =>
      provider.images.spreadImages(ref, archive.images, context);
    await importArchive(archive);
    expect(await spread()).toEqual([]);
    provider.loseImages(ref.name, worker);
    expect((await imported())[0].nodes).toEqual([controlPlane]);

    expect(await spread()).toEqual([{ node: worker, names }]);

    expect((await imported())[0].nodes).toEqual([controlPlane, worker]);

    // An image that no node has cannot be copied.
    provider.loseImages(ref.name, worker);
    provider.loseImages(ref.name, controlPlane);
    expect(await spread()).toEqual([]);
    expect(await imported()).toEqual([]);
  });

  it('has no images on its host', async () => {
    await expect(
      provider.images.hostImage('local', 'app:1.0', { signal }),
    ).rejects.toMatchObject({
      name: 'NotFoundError',
      message: expect.stringContaining('send it as an archive'),
    });
  });
});
