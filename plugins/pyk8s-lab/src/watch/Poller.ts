/**
 * Runs a task from time to time, one run after the other.
 */
export class Poller {
  readonly #everyMs: number;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(everyMs: number) {
    this.#everyMs = everyMs;
  }

  /** Begins, unless it runs already. */
  start(firstAfterMs: number, task: () => Promise<void>): void {
    if (this.#timer === undefined) {
      this.#schedule(firstAfterMs, task);
    }
  }

  /** Starts no further runs; one that is under way ends by itself. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #schedule(ms: number, task: () => Promise<void>) {
    const timer = setTimeout(async () => {
      await task();
      if (this.#timer === timer) {
        this.#schedule(this.#everyMs, task);
      }
    }, ms);
    this.#timer = timer;
  }
}
