import type { ClusterRef } from '../cluster';
import type {
  ClusterImageArchive,
  ClusterImages,
  ImageCapability,
  NodeImport,
} from '../ClusterImages';
import { testImageArchive, type TestImageArchive } from './imageArchive';

const { signal } = new AbortController();

/** The images of a cluster in a test. */
export class ClusterImagesUnderTest {
  readonly before: ClusterImages;
  /** The sent and the total bytes of each report. */
  readonly progress: [number, number][] = [];
  readonly #able: ImageCapability;
  readonly #ref: ClusterRef;

  static async create({
    able,
    ref,
  }: {
    able: ImageCapability;
    ref: ClusterRef;
  }): Promise<ClusterImagesUnderTest> {
    return new ClusterImagesUnderTest(
      able,
      ref,
      await able.images(ref, { signal }),
    );
  }

  private constructor(
    able: ImageCapability,
    ref: ClusterRef,
    before: ClusterImages,
  ) {
    this.#able = able;
    this.#ref = ref;
    this.before = before;
  }

  async list(): Promise<ClusterImages> {
    return this.#able.images(this.#ref, { signal });
  }

  async named(name: string): Promise<ClusterImages['images'][number][]> {
    const { images } = await this.list();
    return images.filter(({ names }) => names.includes(name));
  }

  async importArchive(
    archive: ClusterImageArchive,
    context: { signal?: AbortSignal; onProgress?: () => void } = {},
  ): Promise<readonly NodeImport[]> {
    return this.#able.importImages(this.#ref, archive, {
      signal: context.signal ?? signal,
      onProgress: (sent, total) => {
        this.progress.push([sent, total]);
        context.onProgress?.();
      },
    });
  }

  /** An image that shares no layer with others in the cluster. */
  archive(
    name: string,
    options: { seed?: string; bytes?: number } = {},
  ): TestImageArchive {
    return testImageArchive({
      names: [`docker.io/library/${name}`],
      platforms: [this.before.platform],
      layerBytes: [options.bytes ?? 1_000],
      seed: options.seed ?? name,
    });
  }
}
