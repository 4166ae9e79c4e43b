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
  /** True when {@link LabProvider.importImages} brought it. */
  readonly imported: boolean;
}

/**
 * An image archive whose content has been checked.
 * @public
 */
export interface ClusterImageArchive {
  /** In bytes; of the tar archive, which is not compressed. */
  readonly sizeBytes: number;
  /** The names that its images get, in full: `docker.io/library/my-app:1.0`. */
  readonly names: readonly string[];
  /** The archive from its beginning; may be called again, also at the same time. */
  open(): Readable;
}

/**
 * What an import is given to work with.
 * @public
 */
export interface ImageImportContext {
  /** Ends the import, and undoes what it has done, when this aborts. */
  readonly signal: AbortSignal;
  /** Called as it goes on, with how much of all that is to be sent has been sent. */
  onProgress(sentBytes: number, totalBytes: number): void;
}
