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
