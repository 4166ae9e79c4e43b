import type {
  ClusterImageArchive,
  ClusterImages,
  ImageImportContext,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { KindContainer } from '../../docker';
import type { ClusterInspector } from '../ClusterInspector';
import { nodesThatRun } from '../clusterNodes';
import { ImageImport } from './ImageImport';
import { imagesOfNodes } from './imagesOfNodes';
import { imagesToSpread, type ImagesToSpread } from './imagesToSpread';
import type { NodeImageStore } from './NodeImageStore';
import type { NodeListing } from './nodeListing';
import { SpreadProgress } from './SpreadProgress';

const HINT = 'Its images are there when it is ready.';

/** The images in the nodes of clusters, and those that people bring. */
export class ClusterImportedImages {
  readonly #inspector: ClusterInspector;
  readonly #store: NodeImageStore;

  constructor(options: { inspector: ClusterInspector; store: NodeImageStore }) {
    this.#inspector = options.inspector;
    this.#store = options.store;
  }

  /** As LabProvider.images. */
  async list(
    name: string,
    options: { signal: AbortSignal },
  ): Promise<ClusterImages> {
    const nodes = await this.#nodesOf(name, options);
    return imagesOfNodes(await this.#listings(nodes, options));
  }

  /** As LabProvider.importImages; ImageImport tells what a crash leaves behind. */
  async import(
    name: string,
    archive: ClusterImageArchive,
    context: ImageImportContext,
  ): Promise<void> {
    context.signal.throwIfAborted();
    await ImageImport.run(
      {
        store: this.#store,
        archive,
        at: new Date().toISOString(),
        context,
      },
      {
        wanted: () => this.#nodesOf(name, context),
        left: options => this.#inspector.containersOf(name, options),
      },
    );
  }

  /** As LabProvider.spreadImages. */
  async spread(
    name: string,
    context: ImageImportContext,
  ): Promise<readonly string[]> {
    const { signal } = context;
    signal.throwIfAborted();
    const nodes = await this.#nodesOf(name, context);
    const images = imagesToSpread(await this.#listings(nodes, context));
    const progress = new SpreadProgress(images, context);
    for (const image of images) {
      await this.#spreadOne(name, image, nodes, {
        signal,
        onProgress: progress.next(),
      });
    }
    return images.flatMap(({ names }) => names);
  }

  async #spreadOne(
    cluster: string,
    { names, sizeBytes, platform, at, from, to }: ImagesToSpread,
    nodes: readonly KindContainer[],
    context: ImageImportContext,
  ): Promise<void> {
    const { signal } = context;
    const [source] = nodes.filter(({ name }) => name === from);
    const exports: Promise<void>[] = [];
    const open = () => {
      const options = { platform, signal };
      const { archive, ended } = this.#store.export(source, names, options);
      exports.push(ended);
      return archive;
    };
    try {
      await ImageImport.run(
        {
          store: this.#store,
          at,
          archive: { names, sizeBytes, open },
          context,
        },
        {
          wanted: async () => nodes.filter(({ name }) => to.includes(name)),
          left: options => this.#inspector.containersOf(cluster, options),
        },
      );
    } finally {
      await Promise.all(exports);
    }
  }

  async #nodesOf(
    name: string,
    options: { signal: AbortSignal },
  ): Promise<KindContainer[]> {
    return nodesThatRun(
      await this.#inspector.containersOf(name, options),
      HINT,
    );
  }

  async #listings(
    nodes: readonly KindContainer[],
    { signal }: { signal: AbortSignal },
  ): Promise<Map<string, NodeListing>> {
    const listings = await Promise.all(
      nodes.map(node => this.#store.list(node, { signal, what: 'contents' })),
    );
    return new Map(nodes.map(({ name }, at) => [name, listings[at]]));
  }
}
