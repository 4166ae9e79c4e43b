import {
  clusterWords,
  type ClusterAccess,
  type ClusterPodLogs,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';

/** The log of a container to read, and its range. */
export interface WantedPodLog {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  readonly previous: boolean;
  readonly tailLines: number;
  readonly sinceSeconds?: number;
  readonly follow: boolean;
}

/** An error response of an API server instead of a log, with Kubernetes' message. */
export class LogRefusal extends Error {
  readonly name = 'LogRefusal';
  /** The HTTP status, such as 400 for a container that has not started. */
  readonly status: number;

  constructor(status: number, message: string) {
    super(clusterWords(message));
    this.status = status;
  }
}

/** Reads logs from the API servers of clusters, as administrator. */
export interface LogReader {
  /**
   * The first pods, by namespace and name.
   *
   * @param options - namespace: defaults to all
   * @throws Error when the API server does not respond or the signal aborts
   */
  pods(
    access: ClusterAccess,
    options: { namespace?: string; limit: number; signal: AbortSignal },
  ): Promise<ClusterPodLogs[]>;

  /**
   * @returns undefined when the pod does not exist
   * @throws Error when the API server does not respond or the signal aborts
   */
  pod(
    access: ClusterAccess,
    options: { namespace: string; name: string; signal: AbortSignal },
  ): Promise<ClusterPodLogs | undefined>;

  /**
   * A log in pieces, with timestamps. It is read as fast as it is consumed; ending the
   * iteration ends the request. If rotation passes a slow reader of a followed log, the
   * lines are read from the rotated files, or a line reports that some may be missing.
   *
   * @throws LogRefusal when the API server refuses it
   * @throws Error when it does not respond or the connection breaks; the reason of the
   *   signal when it aborts
   */
  podLog(
    access: ClusterAccess,
    wanted: WantedPodLog,
    options: { signal: AbortSignal },
  ): AsyncIterable<Uint8Array>;
}
