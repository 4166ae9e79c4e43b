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

const MINUTE_MS = 60_000;

/** Limits a rate per minute. */
export class MinuteLimit {
  readonly #most: number;
  readonly #now: () => number;
  #taken: number[] = [];

  /** @param now - milliseconds of a clock that is never set back */
  constructor(most: number, now: () => number = () => performance.now()) {
    this.#most = most;
    this.#now = now;
  }

  /** @returns false when the rate is exceeded */
  take(): boolean {
    const now = this.#now();
    this.#taken = this.#taken.filter(at => now - at < MINUTE_MS);
    const isAllowed = this.#taken.length < this.#most;
    if (isAllowed) {
      this.#taken.push(now);
    }
    return isAllowed;
  }
}

/** A pod controls the times of its lines, and thereby the number of jumps. */
const LISTS_PER_MINUTE = 20;

/**
 * Lists the files of a log, and caches them. Listing takes one or more requests to the
 * cluster, so the rate is limited: beyond it no file is found.
 */
export class LogFileLookup {
  readonly #list: () => Promise<readonly LogFile[]>;
  readonly #limit: MinuteLimit;
  #found: readonly LogFile[] = [];
  #isFresh = false;

  constructor(
    list: () => Promise<readonly LogFile[]>,
    limit = new MinuteLimit(LISTS_PER_MINUTE),
  ) {
    this.#list = list;
    this.#limit = limit;
  }

  /** Call it when more of the log has arrived, possibly from unknown files. */
  outdate(): void {
    this.#isFresh = false;
  }

  /**
   * The files of everything that has arrived, the oldest first; none when they cannot be
   * listed.
   *
   * @param isEnough - whether the cached files suffice
   */
  async files(
    isEnough: (files: readonly LogFile[]) => boolean,
  ): Promise<readonly LogFile[]> {
    if (this.#isFresh || isEnough(this.#found)) {
      return this.#found;
    }
    return this.#limit.take() ? this.#refresh() : [];
  }

  /** As {@link files}, without the rate limit: for events that a pod cannot cause often. */
  async filesNow(): Promise<readonly LogFile[]> {
    return this.#isFresh ? this.#found : this.#refresh();
  }

  async #refresh(): Promise<readonly LogFile[]> {
    this.#found = await this.#list().catch(() => []);
    this.#isFresh = true;
    return this.#found;
  }
}
