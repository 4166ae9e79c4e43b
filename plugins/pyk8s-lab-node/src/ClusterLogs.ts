import type { ClusterRef } from './cluster';

/**
 * What a cluster has that writes logs.
 * @public
 */
export interface ClusterLogSources {
  readonly nodes: readonly ClusterNodeLogs[];
  readonly pods: readonly ClusterPodLogs[];
}

/**
 * A node whose logs can be read.
 * @public
 */
export interface ClusterNodeLogs {
  readonly name: string;
  readonly role: 'control-plane' | 'worker';
  /** The services of the node that can be asked for, such as `kubelet`. */
  readonly units: readonly string[];
}

/**
 * A pod whose containers' logs can be read.
 * @public
 */
export interface ClusterPodLogs {
  readonly namespace: string;
  readonly name: string;
  /** As Kubernetes names it, such as `Running`. */
  readonly phase: string;
  /** Why it is unhealthy, as Kubernetes names it, such as `Unschedulable`. */
  readonly reason?: string;
  readonly containers: readonly ClusterContainerLogs[];
}

/**
 * A container of a pod.
 * @public
 */
export interface ClusterContainerLogs {
  readonly name: string;
  /** True for one that runs before the others do. */
  readonly init: boolean;
  /** How often it was started again: with one or more, there is a previous log. */
  readonly restarts: number;
  /** Why it is unhealthy, as Kubernetes names it, such as `CrashLoopBackOff`. */
  readonly reason?: string;
}

/**
 * Which log.
 * @public
 */
export type ClusterLogSource =
  | { readonly kind: 'node'; readonly node: string; readonly unit?: string }
  | {
      readonly kind: 'pod';
      readonly namespace: string;
      readonly pod: string;
      /** The pod's first one unless given. */
      readonly container?: string;
      /** The log of the container that was before the last restart. */
      readonly previous?: boolean;
    };

/**
 * How much of a log, and what takes it.
 * @public
 */
export interface ClusterLogOptions {
  /** From how many lines before its end. */
  readonly tailLines: number;
  /** Only lines of the last seconds. */
  readonly sinceSeconds?: number;
  /** Goes on as the log grows, until the signal aborts or its source has ended. */
  readonly follow: boolean;
  readonly signal: AbortSignal;
  /**
   * Called with the log, in pieces, in order. No more is read until the promise
   * settles, so that a slow reader costs bounded memory.
   */
  onOutput(chunk: Uint8Array): void | Promise<void>;
}

/**
 * What came of an export of logs.
 * @public
 */
export interface ClusterLogExport {
  /** True when something was left out, since there was more than may be. */
  readonly truncated: boolean;
}

/**
 * Reads the logs of clusters.
 * @public
 */
export interface LogCapability {
  /**
   * What of a cluster has logs now.
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
