/** A file of a container's rotated log. */
export interface LogFile {
  /** The time of its first line. */
  readonly begins: bigint;
  /** The number of restarts of the container at that time. */
  readonly run: number;
  /** Whether the container writes to it. */
  readonly isCurrent: boolean;
  /** Its lines with timestamps, as in a followed log. */
  read(): AsyncIterable<Uint8Array>;
}

/** The sources of a followed log without gaps. */
export interface FollowedLog {
  /** @param from - tail: as requested; current: the whole current file */
  follow(
    from: 'tail' | 'current',
    signal: AbortSignal,
  ): AsyncIterable<Uint8Array>;
  /** The existing files, the oldest first. */
  files(): Promise<readonly LogFile[]>;
}
