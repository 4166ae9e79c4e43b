import type { LogFile } from './LogFile';

const MINUTE_MS = 60_000;

/** Allows something so many times in each minute. */
export class MinuteLimit {
  readonly #most: number;
  readonly #now: () => number;
  #taken: number[] = [];

  /** @param now - milliseconds of a clock that is never set back */
  constructor(most: number, now: () => number = () => performance.now()) {
    this.#most = most;
    this.#now = now;
  }

  /** @returns false when it is too often */
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

/** A pod chooses the times of its lines, and so how often they jump. */
const LOOKS_PER_MINUTE = 20;

/**
 * Looks at the files of a log, and remembers what it found. Each look is a request or
 * more to the cluster, so their rate is limited: beyond it, no file is found.
 */
export class FileLooks {
  readonly #list: () => Promise<readonly LogFile[]>;
  readonly #limit: MinuteLimit;
  #found: readonly LogFile[] = [];
  #isFresh = false;

  constructor(
    list: () => Promise<readonly LogFile[]>,
    limit = new MinuteLimit(LOOKS_PER_MINUTE),
  ) {
    this.#list = list;
    this.#limit = limit;
  }

  /** More of the log has come, and may be from files that were not found. */
  outdate(): void {
    this.#isFresh = false;
  }

  /**
   * The files of all that has come, the oldest first; none where they cannot be
   * listed.
   *
   * @param isEnough - whether the files that were found before suffice
   */
  async files(
    isEnough: (files: readonly LogFile[]) => boolean,
  ): Promise<readonly LogFile[]> {
    if (this.#isFresh || isEnough(this.#found)) {
      return this.#found;
    }
    return this.#limit.take() ? this.#look() : [];
  }

  /** As {@link files}, for what a pod cannot make happen often. */
  async filesNow(): Promise<readonly LogFile[]> {
    return this.#isFresh ? this.#found : this.#look();
  }

  async #look(): Promise<readonly LogFile[]> {
    this.#found = await this.#list().catch(() => []);
    this.#isFresh = true;
    return this.#found;
  }
}
