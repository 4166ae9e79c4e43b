import type { Readable } from 'node:stream';
import type {
  ClusterImageArchive,
  ImageImportContext,
  NamedImage,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { testImageArchive } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node/testUtils';
import { KindWorld } from '../../__testUtils__/kindWorld';

export const ref = { name: 'lab-abc-0001', host: 'local' };
export const first = `${ref.name}-control-plane`;
export const second = `${ref.name}-worker`;
export const ids = [`id-of-${first}`, `id-of-${second}`];
export const PAUSE = 'registry.k8s.io/pause:3.10';
export const APP = 'docker.io/library/app:1';

/** An archive that records its open streams. */
export function anArchive(
  seed: string,
  {
    names = [APP],
    bytes = 200_000,
    platform = 'linux/amd64',
  }: { names?: string[]; bytes?: number; platform?: string } = {},
) {
  const archive = testImageArchive({
    names,
    seed,
    layerBytes: [bytes],
    platforms: [platform],
  });
  const opened: Readable[] = [];
  const open = () => {
    const stream = archive.open();
    opened.push(stream);
    return stream;
  };
  return { ...archive, id: archive.ids[platform], opened, open };
}

/** A cluster with one worker, whose nodes have the pause image. */
export async function aWorld() {
  const world = new KindWorld();
  const { containerd } = world;
  world.addContainer(ref.name, 'worker', 1, 30_001);
  world.addContainer(ref.name, 'control-plane', 0, 30_001);
  const pause = anArchive('pause', { names: [PAUSE], bytes: 1_000 });
  for (const id of ids) {
    await containerd.add(id, pause.open());
  }
  const progress: [number, number][] = [];
  const context: ImageImportContext = {
    signal: new AbortController().signal,
    onProgress: (...news) => progress.push(news),
  };
  return {
    world,
    pause,
    containerd,
    progress,
    provider: world.provider,
    states: () => ids.map(id => containerd.stateOf(id)),
    importArchive: async (
      archive: ClusterImageArchive,
      change: Partial<ImageImportContext> = {},
    ) =>
      world.provider.can.images.importImages(ref, archive, {
        ...context,
        ...change,
      }),
    spread: async (images: readonly NamedImage[]) =>
      world.provider.can.images.spreadImages(ref, images, context),
    list: async () => world.provider.can.images.images(ref, context),
  };
}
