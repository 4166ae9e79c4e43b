import type { ClusterRef } from './cluster';

/**
 * A command in a cluster.
 * @public
 */
export interface ClusterCommand {
  /** The program and its arguments, as they are: no shell reads them. */
  readonly argv: readonly string[];
  /** What it reads from its standard input; nothing unless given. */
  readonly input?: string;
  /**
   * True to run as root of the node, for programs that work with nothing less. What
   * runs otherwise is no user of the node's, can read no secret file there, and
   * write none.
   */
  readonly asRoot?: boolean;
  /**
   * How long it may run at most, in milliseconds, also when the portal has died
   * and cannot end it.
   */
  readonly timeoutMs: number;
}

/**
 * What runs a command.
 * @public
 */
export interface ClusterCommandContext {
  /** The command, and all that it started, is ended in the cluster when this aborts. */
  readonly signal: AbortSignal;
  /**
   * Called with what it prints, in order. No more is read until the promise
   * settles, so that a slow reader costs bounded memory.
   */
  onOutput(
    stream: 'stdout' | 'stderr',
    chunk: Uint8Array,
  ): void | Promise<void>;
}

/**
 * How a command ended.
 * @public
 */
export interface ClusterCommandResult {
  /** What the program ended with; 128 and the signal's number when one ended it. */
  readonly exitCode: number;
}

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
