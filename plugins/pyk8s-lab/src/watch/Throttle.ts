/**
 * Runs a task when it is asked to, but only once in a time: what is asked for
 * sooner is done once, when the time has passed.
 */
export class Throttle {
  readonly #task: () => void;
  readonly #everyMs: number;
  #lastRun = -Infinity;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(task: () => void, everyMs: number) {
    this.#task = task;
    this.#everyMs = everyMs;
  }

  /** Asks for a run, at once where that is not too soon. */
  request(): void {
    if (this.#timer !== undefined) {
      return;
    }
    const waitMs = this.#lastRun + this.#everyMs - Date.now();
    if (waitMs <= 0) {
      this.#run();
    } else {
      this.#timer = setTimeout(() => this.#run(), waitMs);
    }
  }

  /** Forgets a run that is still to come. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #run() {
    this.#timer = undefined;
    this.#lastRun = Date.now();
    this.#task();
  }
}
