/**
 * Manifests that are to be applied to a cluster, and how.
 * @public
 */
export interface ClusterManifests {
  /**
   * A tar archive of plain files and folders, which has been checked: no name leads
   * out of it.
   */
  readonly archive: Uint8Array;
  /** What to apply: files and folders of the archive, by relative paths. */
  readonly paths: readonly string[];
  /**
   * Whether the only path is the folder of a kustomization, which is rendered
   * first, with nothing but the files of the archive.
   */
  readonly kustomize: boolean;
  /** Whether folders are read with all folders in them. */
  readonly recursive: boolean;
  readonly serverSide: boolean;
  /** Whether server-side apply changes fields that others manage. */
  readonly forceConflicts: boolean;
  /** Of objects that name none; created if it does not exist. */
  readonly namespace?: string;
  /** As of a command, in milliseconds. */
  readonly timeoutMs: number;
}
