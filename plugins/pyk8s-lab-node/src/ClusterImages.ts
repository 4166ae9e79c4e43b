import type { Readable } from 'node:stream';
import type { ClusterRef } from './cluster';

/**
 * The images of a cluster's nodes.
 * @public
 */
export interface ClusterImages {
  /** Every node, those without any image too. */
  readonly nodes: readonly string[];
  /** What an image has to be made for, as OCI writes it: `linux/amd64`. */
  readonly platform: string;
  readonly images: readonly ClusterImage[];
}

/**
 * An image in the nodes of a cluster.
 * @public
 */
export interface ClusterImage {
  /** The digest of its configuration. */
  readonly id: string;
  /** As pods may name it, in full: `docker.io/library/my-app:1.0`. */
  readonly names: readonly string[];
  /** What its layers take, as they were packed. */
  readonly sizeBytes: number;
  /** The nodes that have it. */
  readonly nodes: readonly string[];
}

/**
 * An image by one of its names.
 * @public
 */
export interface NamedImage {
  /** In full: `docker.io/library/my-app:1.0`. */
  readonly name: string;
  /** As {@link ClusterImage.id}. */
  readonly id: string;
}

/**
 * An image archive whose content has been checked.
 * @public
 */
export interface ClusterImageArchive {
  /** In bytes; of the tar archive, which is not compressed. */
  readonly sizeBytes: number;
  /** What its names stand for once it is imported. */
  readonly images: readonly NamedImage[];
  /** The archive from its beginning; may be called again, also at the same time. */
  open(): Readable;
}

/**
 * What came of an import in one node.
 * @public
 */
export interface NodeImport {
  readonly node: string;
  /** The names that the node was to get. */
  readonly names: readonly string[];
  /** Why the node does not have them, with what to do; absent where it has. */
  readonly failure?: string;
}

/**
 * What an import is given to work with.
 * @public
 */
export interface ImageImportContext {
  /** Ends the import when this aborts. A node that had all of it by then keeps it. */
  readonly signal: AbortSignal;
  /** Called as it goes on, with how much of all that is to be sent has been sent. */
  onProgress(sentBytes: number, totalBytes: number): void;
}

/**
 * Lists the images of clusters, and imports others.
 * @public
 */
export interface ImageCapability {
  /**
   * The images that the nodes have.
   * @throws Error when the cluster does not run
   * @throws ProviderUnavailableError when nothing could be tried
   */
  images(
    ref: ClusterRef,
    options: { signal: AbortSignal },
  ): Promise<ClusterImages>;

  /**
   * Imports the images of an archive into every node. A node that fails keeps no
   * other from having them; the same import again completes it.
   *
   * @returns what came of it, for each node
   * @throws whatever `signal` aborts with
   * @throws Error when the cluster does not run
   * @throws ProviderUnavailableError when nothing could be tried
   */
  importImages(
    ref: ClusterRef,
    archive: ClusterImageArchive,
    context: ImageImportContext,
  ): Promise<readonly NodeImport[]>;

  /**
   * Copies images to the nodes that lack them, such as new ones, from a node that has
   * them. What no node has is left out.
   *
   * @param images - what the cluster is to have
   * @returns what came of it, for each node that lacked one
   * @throws as importImages
   */
  spreadImages(
    ref: ClusterRef,
    images: readonly NamedImage[],
    context: ImageImportContext,
  ): Promise<readonly NodeImport[]>;

  /**
   * An image of a host as an archive of `docker save`.
   *
   * @param image - a name that has been checked against what may be had
   * @throws NotFoundError when the host does not have it, saying so
   * @throws ProviderUnavailableError when nothing could be tried
   */
  hostImage(
    host: string,
    image: string,
    options: { signal: AbortSignal },
  ): Promise<Readable>;
}
