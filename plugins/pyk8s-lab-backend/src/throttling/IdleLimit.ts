/** Aborts when something has not gone on for a time. */
export class IdleLimit {
  readonly #idle = new AbortController();
  readonly #explain: () => Error;
  #ms: number;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(ms: number, explain: () => Error) {
    this.#ms = ms;
    this.#explain = explain;
    this.refresh();
  }

  get signal(): AbortSignal {
    return this.#idle.signal;
  }

  /** Restarts the time. @param ms - the time from now on */
  refresh(ms = this.#ms): void {
    this.#ms = ms;
    clearTimeout(this.#timer);
    if (!this.#stopped) {
      this.#timer = setTimeout(() => this.#idle.abort(this.#explain()), ms);
    }
  }

  /** It has ended. */
  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }
}
