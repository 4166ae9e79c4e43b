/** A file of a container's log, in which rotation has left a part of it. */
export interface LogFile {
  /** When its first line was written. */
  readonly begins: bigint;
  /** How often the container had been restarted when it was written. */
  readonly run: number;
  /** Whether the container writes to it. */
  readonly isCurrent: boolean;
  /** Its lines as they are followed, each with its time. */
  read(): AsyncIterable<Uint8Array>;
}

/** What a log that is followed is made whole from. */
export interface FollowedLog {
  /** @param from - tail: as it was asked for; current: the current file, whole */
  follow(
    from: 'tail' | 'current',
    signal: AbortSignal,
  ): AsyncIterable<Uint8Array>;
  /** The files that exist, the oldest first. */
  files(): Promise<readonly LogFile[]>;
}
