import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { ClusterImageArchive } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import {
  StepRecorder,
  testImageArchive,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node/testUtils';
import {
  SimulatedLabProvider,
  type SimulatedMoment,
} from './SimulatedLabProvider';

const ref = { name: 'lab-abc-1', host: 'local' };
const spec = { kubernetesVersion: 'default', workers: 1 };
const controlPlane = 'lab-abc-1-control-plane';
const worker = 'lab-abc-1-worker';
const { signal } = new AbortController();
const reason = new Error('nobody wants it any more');

describe('SimulatedLabProvider, with files', () => {
  let provider: SimulatedLabProvider;
  let intercept: (moment: SimulatedMoment) => void | Promise<void>;

  beforeEach(async () => {
    intercept = () => undefined;
    provider = SimulatedLabProvider.create({
      provisioningTimeMs: 0,
      maxWorkers: 3,
      intercept: moment => intercept(moment),
    });
    await provider.create(ref, spec, new StepRecorder());
  });

  describe('of logs', () => {
    let directory: string;

    beforeEach(() => {
      directory = mkdtempSync(join(tmpdir(), 'simulated-'));
    });

    afterEach(() => {
      rmSync(directory, { recursive: true });
    });

    const read = (path: string) => readFileSync(join(directory, path), 'utf8');

    it('are recognisably simulated', async () => {
      const options = { directory, maxBytes: 1_000_000, signal };

      expect(await provider.exportLogs(ref, options)).toEqual({
        truncated: false,
      });

      const files = [controlPlane, worker].flatMap(node =>
        ['journal.log', 'kubelet.log', 'containerd.log'].map(
          file => `${node}/${file}`,
        ),
      );
      files.push(`${controlPlane}/pods/default_simulated/simulated/0.log`);
      for (const file of files) {
        expect(read(file)).toMatch(
          /^\S+Z simulated lab: this would be the log of .+\n$/,
        );
      }
    });

    it('are cut where there is no more room', async () => {
      const options = { directory, maxBytes: 150, signal };

      expect(await provider.exportLogs(ref, options)).toEqual({
        truncated: true,
      });

      expect(readdirSync(join(directory, controlPlane))).toHaveLength(2);
      expect(
        read(`${controlPlane}/journal.log`).length +
          read(`${controlPlane}/kubelet.log`).length,
      ).toBe(150);
    });

    it('are not written when nobody wants them, or the lab does not run', async () => {
      const options = { directory, maxBytes: 1_000_000, signal };

      await expect(
        provider.exportLogs(ref, {
          ...options,
          signal: AbortSignal.abort(reason),
        }),
      ).rejects.toBe(reason);
      provider.stopNodes(ref.name);
      await expect(provider.exportLogs(ref, options)).rejects.toThrow(
        'not ready',
      );
      expect(readdirSync(directory)).toEqual([]);
    });
  });

  describe('of images', () => {
    const names = ['docker.io/library/app:1.0'];
    const bring = (
      archive: ClusterImageArchive,
      context: Partial<Parameters<typeof provider.importImages>[2]> = {},
    ) =>
      provider.importImages(ref, archive, {
        signal,
        onProgress: () => undefined,
        ...context,
      });
    const images = async () => (await provider.images(ref, { signal })).images;
    const brought = async () =>
      (await images()).filter(image => image.sizeBytes > 0);

    it('are none but one that says that it is simulated', async () => {
      expect(await provider.images(ref, { signal })).toEqual({
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

    it('has what was brought, in every node', async () => {
      const archive = testImageArchive({ names, layerBytes: [200_000] });
      const progress: [number, number][] = [];

      await bring(archive, {
        onProgress: (...parts) => progress.push(parts),
      });

      expect(await brought()).toEqual([
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

    it('has another in its place when a name is brought again', async () => {
      const both = [...names, 'docker.io/library/app:old'];
      await bring(testImageArchive({ names: both }));
      const [before] = await brought();

      await bring(testImageArchive({ names, seed: 'another' }));

      const after = await brought();
      expect(after).toHaveLength(2);
      expect(after.find(({ id }) => id === before.id)?.names).toEqual([
        'docker.io/library/app:old',
      ]);
      expect(after.find(({ id }) => id !== before.id)?.names).toEqual(names);
    });

    it('reads no further than it has taken', async () => {
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

      await bring(watched, {
        onProgress: sent => {
          // Each of the two nodes takes it.
          taken = sent / 2;
          most = Math.max(most, opened - taken);
        },
      });

      expect(taken).toBe(archive.sizeBytes);
      expect(most).toBeLessThan(300_000);
    });

    it.each<[string, (archive: ClusterImageArchive) => ClusterImageArchive]>([
      ['is not whole', archive => ({ ...archive, sizeBytes: 1_000_000 })],
      [
        'cannot be read',
        archive => ({
          ...archive,
          open: () =>
            Readable.from(
              (async function* fail() {
                yield Buffer.from('x');
                throw new Error('the archive is incomplete, says the disk');
              })(),
            ),
        }),
      ],
    ])('has nothing of an archive that %s', async (_, broken) => {
      const why = expect.stringContaining('archive is incomplete');
      expect(await bring(broken(testImageArchive({ names })))).toEqual([
        { node: controlPlane, names, failure: why },
        { node: worker, names, failure: why },
      ]);

      expect(await brought()).toEqual([]);
    });

    it('has nothing of what nobody wants any more, and lets go of it', async () => {
      const archive = testImageArchive({ names, layerBytes: [200_000] });
      const controller = new AbortController();
      let stream: Readable | undefined;

      await expect(
        bring(
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
      expect(await brought()).toEqual([]);
    });

    it('does not wait for a tool that nobody wants any more', async () => {
      const controller = new AbortController();
      intercept = () => {
        controller.abort(reason);
        return new Promise(() => undefined);
      };

      await expect(
        bring(testImageArchive({ names }), { signal: controller.signal }),
      ).rejects.toBe(reason);
    });

    it('has nothing of it when the lab stops meanwhile', async () => {
      await expect(
        bring(testImageArchive({ names }), {
          onProgress: () => provider.stopNodes(ref.name),
        }),
      ).rejects.toThrow('not ready');
    });

    it('gives nodes what they do not have', async () => {
      const context = { signal, onProgress: () => undefined };
      const archive = testImageArchive({ names });
      const spread = () => provider.spreadImages(ref, archive.images, context);
      await bring(archive);
      expect(await spread()).toEqual([]);
      provider.loseImages(ref.name, worker);
      expect((await brought())[0].nodes).toEqual([controlPlane]);

      expect(await spread()).toEqual([{ node: worker, names }]);

      expect((await brought())[0].nodes).toEqual([controlPlane, worker]);

      // What no node has, none can be given.
      provider.loseImages(ref.name, worker);
      provider.loseImages(ref.name, controlPlane);
      expect(await spread()).toEqual([]);
      expect(await brought()).toEqual([]);
    });

    it('has none on its host', async () => {
      await expect(
        provider.hostImage('local', 'app:1.0', { signal }),
      ).rejects.toMatchObject({
        name: 'NotFoundError',
        message: expect.stringContaining('send it as an archive'),
      });
    });
  });
});
