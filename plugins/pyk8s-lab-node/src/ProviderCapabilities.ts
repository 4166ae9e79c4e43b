import type { Readable } from 'node:stream';
import type {
  ClusterCommand,
  ClusterCommandContext,
  ClusterCommandResult,
} from './ClusterCommand';
import type {
  ClusterImageArchive,
  ClusterImages,
  ImageImportContext,
  NamedImage,
  NodeImport,
} from './ClusterImages';
import type {
  ClusterLogExport,
  ClusterLogOptions,
  ClusterLogSource,
  ClusterLogSources,
} from './ClusterLogs';
import type { ClusterRef, ClusterSpec, StepContext } from './cluster';

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

/**
 * What a provider can do beyond making and removing clusters; what it cannot do is
 * absent.
 * @public
 */
export interface ProviderCapabilities {
  readonly power?: PowerCapability;
  readonly commands?: CommandCapability;
  readonly logs?: LogCapability;
  readonly images?: ImageCapability;
  /** Without it no lab of the provider counts as idle. */
  readonly activity?: ActivityCapability;
}

/**
 * Stops and starts clusters. Only the reconciler calls it.
 * @public
 */
export interface PowerCapability {
  /**
   * Stops the nodes of a cluster and keeps what is on them. Returns when every
   * node has stopped; one that has stopped already is no error.
   *
   * @throws Error when there is nothing of the cluster, or it does not stop
   * @throws ProviderUnavailableError when that cannot be known at the moment
   */
  pause(
    ref: ClusterRef,
    context: Pick<StepContext, 'signal' | 'logger'>,
  ): Promise<void>;

  /**
   * Starts the nodes of a paused cluster again, and returns when it is ready in
   * the sense of {@link ClusterCheck.ready}. A cluster that runs is no error.
   *
   * @throws Error when there is nothing of the cluster, or it does not come up
   * @throws ProviderUnavailableError when that cannot be known at the moment
   */
  resume(
    ref: ClusterRef,
    spec: ClusterSpec,
    context: Pick<StepContext, 'signal' | 'logger'>,
  ): Promise<void>;
}

/**
 * Runs people's commands in clusters, beside each other and the reconciler's verbs.
 * @public
 */
export interface CommandCapability {
  /**
   * Runs a command in a cluster, on its control plane, where `kubectl` is the
   * administrator of that cluster. Returns when the command has ended, whatever it
   * ended with.
   *
   * @throws whatever `signal` aborts with, once the command has been ended in the
   *   cluster
   * @throws Error when there is nothing of the cluster, it does not run, or stops
   *   while the command runs
   * @throws ProviderUnavailableError when nothing could be tried
   */
  exec(
    ref: ClusterRef,
    command: ClusterCommand,
    context: ClusterCommandContext,
  ): Promise<ClusterCommandResult>;

  /**
   * Applies manifests once, as `kubectl apply` does, on the control plane. When all
   * are applied, it prints a line for each object to stdout: apiVersion, kind,
   * namespace, name and uid, separated by tabs, where what an object does not have
   * is empty or `<no value>`. An object without uid is not watched afterwards. To
   * stderr it prints kubectl's messages. Nothing of the archive is left in the
   * cluster, however it ends.
   *
   * @returns what kubectl ended with
   * @throws as {@link CommandCapability.exec}
   */
  apply(
    ref: ClusterRef,
    manifests: ClusterManifests,
    context: ClusterCommandContext,
  ): Promise<ClusterCommandResult>;
}

/**
 * Reads the logs of clusters.
 * @public
 */
export interface LogCapability {
  /**
   * What of a cluster has logs at the moment.
   * @throws Error when the cluster does not answer, or is paused
   */
  logSources(
    ref: ClusterRef,
    options: { signal: AbortSignal },
  ): Promise<ClusterLogSources>;

  /**
   * Reads a log, and returns when it has come to its end; one that is followed ends
   * with its source, or with the signal, which is no error then.
   *
   * @throws InputError when there is no such source, saying what there is
   * @throws Error when the cluster does not answer, or is paused
   */
  logs(
    ref: ClusterRef,
    source: ClusterLogSource,
    options: ClusterLogOptions,
  ): Promise<void>;

  /**
   * Writes all that the cluster has logs of into a directory, as files.
   *
   * @param options - directory: an empty one; maxBytes: what is beyond is left out
   * @returns whether something was left out
   * @throws whatever `signal` aborts with
   * @throws Error when the cluster does not run, with what can be done
   * @throws ProviderUnavailableError when nothing could be tried
   */
  exportLogs(
    ref: ClusterRef,
    options: { directory: string; maxBytes: number; signal: AbortSignal },
  ): Promise<ClusterLogExport>;
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

/**
 * What people, and their programs, have done in a cluster.
 * @public
 */
export interface ClusterActivity {
  /**
   * Requests that they have made of the API server since it started, with the
   * administrator's kubeconfig or a viewer's. It begins anew when the API server
   * does. The portal's own requests are not among them, nor are those of the
   * workloads in the cluster; what goes on for long, such as a watch or a shell in
   * a pod, counts when it begins.
   */
  readonly requests: number;
}

/**
 * Tells whether people use a cluster, so that idle ones can be paused.
 * @public
 */
export interface ActivityCapability {
  /**
   * What people have done in a cluster, as the cluster itself counts it.
   *
   * @returns undefined when the cluster does not tell people from itself
   * @throws Error when the cluster does not answer, or is paused
   */
  activity(
    ref: ClusterRef,
    options: { signal: AbortSignal },
  ): Promise<ClusterActivity | undefined>;
}
