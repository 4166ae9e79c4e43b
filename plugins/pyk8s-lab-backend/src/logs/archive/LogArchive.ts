/** One go at making a lab's cluster. */
export interface ProvisioningRun {
  readonly attempt: number;
  /** What was printed, in pieces, in order. */
  readonly text: AsyncIterable<string>;
}

/** What of a cluster's logs is there. */
export interface ClusterLogFiles {
  /** All that is in it gets into the archive. */
  readonly directory: string;
  /** True when it is not everything, since that was too much. */
  readonly truncated: boolean;
}

/** What gets into an archive of logs. */
export interface LogArchiveContent {
  /** The lab's, for the folder that everything is in. */
  readonly name: string;
  /** The lab as the API shows it. */
  readonly lab: object;
  /** What happened to it, the oldest first. */
  readonly events: AsyncIterable<object>;
  /** The first first. */
  readonly runs: readonly ProvisioningRun[];
  /**
   * Gathers the cluster's logs; called once, after all that is above has been
   * written. It is waited for, also when the signal aborts: it is to end soon then.
   *
   * @param options - maxBytes: how much the archive still takes
   */
  cluster(options: {
    maxBytes: number;
    signal: AbortSignal;
  }): Promise<ClusterLogFiles>;
}

/** What came of it. */
export interface LogArchiveResult {
  /** How much was sent, compressed. */
  readonly bytes: number;
  /** True when the archive has a file TRUNCATED.txt. */
  readonly truncated: boolean;
  /** Why the cluster's logs are not in it. */
  readonly clusterError?: Error;
}
