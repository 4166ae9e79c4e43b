import type { Readable } from 'node:stream';

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
