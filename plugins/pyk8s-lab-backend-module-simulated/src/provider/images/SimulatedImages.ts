import type { Readable } from 'node:stream';
import { NotFoundError } from '@backstage/errors';
import type {
  ClusterImageArchive,
  ClusterImages,
  ClusterRef,
  ImageCapability,
  ImageImportContext,
  NamedImage,
  NodeImport,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { SimulatedClusters } from '../SimulatedClusters';
import { readArchive } from './readArchive';

/** Reads archives, and records the names and sizes of their images. */
export class SimulatedImages implements ImageCapability {
  readonly #clusters: SimulatedClusters;

  constructor(clusters: SimulatedClusters) {
    this.#clusters = clusters;
  }

  async images(
    ref: ClusterRef,
    { signal }: { signal: AbortSignal },
  ): Promise<ClusterImages> {
    await this.#clusters.reach({ verb: 'images', ref }, signal);
    const cluster = this.#clusters.ready(ref);
    return cluster.images.list(cluster.nodeNames());
  }

  async importImages(
    ref: ClusterRef,
    archive: ClusterImageArchive,
    context: ImageImportContext,
  ): Promise<NodeImport[]> {
    await this.#clusters.begin({ verb: 'importImages', ref }, context.signal);
    const cluster = this.#clusters.ready(ref);
    const nodes = cluster.nodeNames();
    const failure = await readArchive(archive, nodes.length, context);
    // The cluster can have been stopped or recreated meanwhile.
    if (this.#clusters.ready(ref) !== cluster) {
      throw new Error(`The simulated cluster "${ref.name}" was recreated.`);
    }
    const { images, sizeBytes } = archive;
    const names = images.map(({ name }) => name);
    return failure === undefined
      ? cluster.images.import(images, sizeBytes, nodes)
      : nodes.map(node => ({ node, names, failure }));
  }

  async spreadImages(
    ref: ClusterRef,
    images: readonly NamedImage[],
    { signal }: ImageImportContext,
  ): Promise<NodeImport[]> {
    await this.#clusters.begin({ verb: 'spreadImages', ref }, signal);
    const cluster = this.#clusters.ready(ref);
    return cluster.images.copy(images, cluster.nodeNames());
  }

  async hostImage(
    _host: string,
    image: string,
    { signal }: { signal: AbortSignal },
  ): Promise<Readable> {
    await this.#clusters.reach({ verb: 'hostImage' }, signal);
    throw new NotFoundError(
      `A simulated host has no images, so it has no ${image}: send it as an archive.`,
    );
  }
}
