/**
 * Runs a task from time to time, one run after the other.
 */
export class Poller {
  readonly #task: () => Promise<void>;
  readonly #everyMs: number;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(task: () => Promise<void>, everyMs: number) {
    this.#task = task;
    this.#everyMs = everyMs;
  }

  /** Begins, unless it runs already. */
  start(firstAfterMs: number): void {
    if (this.#timer === undefined) {
      this.#schedule(firstAfterMs);
    }
  }

  /** Starts no more runs; one that is under way ends by itself. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #schedule(ms: number) {
    const timer = setTimeout(async () => {
      await this.#task();
      if (this.#timer === timer) {
        this.#schedule(this.#everyMs);
      }
    }, ms);
    this.#timer = timer;
  }
}
