import type { Readable } from 'node:stream';
import { toError } from '@backstage/errors';
import type {
  ClusterImageArchive,
  ClusterImages,
  ClusterRef,
  ImageCapability,
  ImageImportContext,
  NamedImage,
  NodeImport,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { DockerHost, KindContainer } from '../docker/DockerHost';
import { assertHost, assertKnown } from '../kind/clusterRefs';
import type { ClusterInspector } from '../lifecycle/ClusterInspector';
import { nodesThatRun } from '../lifecycle/clusterNodes';
import { hostImage } from './hostImage';
import { imagesToCopy, type ImageToCopy } from './imagesToCopy';
import type { NodeImageStore } from './NodeImageStore';
import type { NodeImage, NodeListing } from './nodeListing';

const HINT = 'Its images are there when it is ready.';

/** The images in the nodes of clusters. */
export class ClusterImportedImages implements ImageCapability {
  readonly #inspector: ClusterInspector;
  readonly #store: NodeImageStore;
  readonly #docker: DockerHost;

  constructor(options: {
    inspector: ClusterInspector;
    store: NodeImageStore;
    docker: DockerHost;
  }) {
    this.#inspector = options.inspector;
    this.#store = options.store;
    this.#docker = options.docker;
  }

  async images(
    ref: ClusterRef,
    options: { signal: AbortSignal },
  ): Promise<ClusterImages> {
    const nodes = await this.#nodesOf(ref, options);
    const listings = await this.#listings(nodes, options);
    const images = new Map<string, NodeImage & { nodes: string[] }>();
    for (const [node, listing] of listings) {
      for (const { id, names, sizeBytes } of listing.images) {
        const known = images.get(id);
        images.set(id, {
          id,
          names: [...new Set([...(known?.names ?? []), ...names])].sort(),
          sizeBytes,
          nodes: [...(known?.nodes ?? []), node],
        });
      }
    }
    const [first] = listings.values();
    return {
      nodes: [...listings.keys()],
      platform: first.platform,
      images: [...images.values()].sort((a, b) =>
        a.names[0].localeCompare(b.names[0], 'en'),
      ),
    };
  }

  async hostImage(
    host: string,
    image: string,
    options: { signal: AbortSignal },
  ): Promise<Readable> {
    assertHost(host);
    return hostImage(this.#docker, image, options);
  }

  async importImages(
    ref: ClusterRef,
    archive: ClusterImageArchive,
    context: ImageImportContext,
  ): Promise<NodeImport[]> {
    const { signal, onProgress } = context;
    signal.throwIfAborted();
    const nodes = await this.#nodesOf(ref, context);
    const total = nodes.length * archive.sizeBytes;
    let sent = 0;
    return this.#importInto(nodes, archive, {
      signal,
      onSent: bytes => {
        sent += bytes;
        onProgress(sent, Math.max(sent, total));
      },
    });
  }

  async spreadImages(
    ref: ClusterRef,
    wanted: readonly NamedImage[],
    { signal, onProgress }: ImageImportContext,
  ): Promise<NodeImport[]> {
    signal.throwIfAborted();
    const nodes = await this.#nodesOf(ref, { signal });
    const images = imagesToCopy(
      wanted,
      await this.#listings(nodes, { signal }),
    );
    const total = images.reduce(
      (sum, { sizeBytes, to }) => sum + sizeBytes * to.length,
      0,
    );
    let sent = 0;
    const onSent = (bytes: number) => {
      sent += bytes;
      // The archive is larger than its layers.
      onProgress(sent, Math.max(sent, total));
    };
    const imports: NodeImport[] = [];
    for (const image of images) {
      imports.push(...(await this.#copy(image, nodes, { signal, onSent })));
    }
    return imports;
  }

  async #copy(
    { id, names, sizeBytes, platform, from, to }: ImageToCopy,
    nodes: readonly KindContainer[],
    options: { signal: AbortSignal; onSent: (bytes: number) => void },
  ): Promise<NodeImport[]> {
    const [source] = nodes.filter(({ name }) => name === from);
    const exports: Promise<void>[] = [];
    const open = () => {
      const { archive, ended } = this.#store.export(source, names, {
        platform,
        signal: options.signal,
      });
      exports.push(ended);
      return archive;
    };
    try {
      return await this.#importInto(
        nodes.filter(({ name }) => to.includes(name)),
        { sizeBytes, images: names.map(name => ({ name, id })), open },
        options,
      );
    } finally {
      await Promise.all(exports);
    }
  }

  /** @throws the reason of the signal when it aborts */
  async #importInto(
    nodes: readonly KindContainer[],
    { images, open }: ClusterImageArchive,
    {
      signal,
      onSent,
    }: Pick<ImageImportContext, 'signal'> & {
      onSent: (bytes: number) => void;
    },
  ): Promise<NodeImport[]> {
    const results = await Promise.allSettled(
      nodes.map(node =>
        this.#store.import(node, open(), { images, signal, onSent }),
      ),
    );
    signal.throwIfAborted();
    const names = images.map(({ name }) => name);
    return nodes.map(({ name: node }, at) => {
      const result = results[at];
      return result.status === 'fulfilled'
        ? { node, names }
        : { node, names, failure: toError(result.reason).message };
    });
  }

  async #nodesOf(
    ref: ClusterRef,
    options: { signal: AbortSignal },
  ): Promise<KindContainer[]> {
    assertKnown(ref);
    return nodesThatRun(
      await this.#inspector.containersOf(ref.name, options),
      HINT,
    );
  }

  async #listings(
    nodes: readonly KindContainer[],
    options: { signal: AbortSignal },
  ): Promise<Map<string, NodeListing>> {
    const listings = await Promise.all(
      nodes.map(node => this.#store.list(node, options)),
    );
    return new Map(nodes.map(({ name }, at) => [name, listings[at]]));
  }
}
