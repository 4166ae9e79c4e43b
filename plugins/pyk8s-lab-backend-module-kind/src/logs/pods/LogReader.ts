import {
  clusterWords,
  type ClusterAccess,
  type ClusterPodLogs,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';

/** Which log of a container, and how much of it. */
export interface WantedPodLog {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  readonly previous: boolean;
  readonly tailLines: number;
  readonly sinceSeconds?: number;
  readonly follow: boolean;
}

/** An answer of an API server that is no log, in Kubernetes' own words. */
export class LogRefusal extends Error {
  readonly name = 'LogRefusal';
  /** What HTTP calls it, such as 400 for a container that has not started. */
  readonly status: number;

  constructor(status: number, words: string) {
    super(clusterWords(words));
    this.status = status;
  }
}

/** Asks the API servers of clusters for logs. Every access is an administrator's. */
export interface LogReader {
  /**
   * The first pods, by namespace and name.
   *
   * @param options - namespace: all of them unless given
   * @throws Error when the API server does not answer, or the signal aborts
   */
  pods(
    access: ClusterAccess,
    options: { namespace?: string; limit: number; signal: AbortSignal },
  ): Promise<ClusterPodLogs[]>;

  /**
   * @returns undefined when there is no such pod
   * @throws Error when the API server does not answer, or the signal aborts
   */
  pod(
    access: ClusterAccess,
    options: { namespace: string; name: string; signal: AbortSignal },
  ): Promise<ClusterPodLogs | undefined>;

  /**
   * A log, in pieces, each line with its time. No more is read than is taken, and
   * whoever takes no more ends the request. Where rotation passes a slow reader of a
   * log that is followed, the lines are read from the rotated files, or a line says
   * that some may be missing.
   *
   * @throws LogRefusal when the API server gives none
   * @throws Error when it does not answer, or breaks off; or whatever the signal
   *   aborts with
   */
  podLog(
    access: ClusterAccess,
    wanted: WantedPodLog,
    options: { signal: AbortSignal },
  ): AsyncIterable<Uint8Array>;
}
