/** Aborts when somebody who is to say something is silent for too long. */
export class SilenceLimit {
  readonly #controller = new AbortController();
  readonly #limitMs: number;
  #timer: NodeJS.Timeout | undefined;

  constructor(limitMs: number) {
    this.#limitMs = limitMs;
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  begin(): void {
    this.end();
    this.#timer = setTimeout(
      () =>
        this.#controller.abort(
          new Error(`no answer within ${this.#limitMs / 1_000} s`),
        ),
      this.#limitMs,
    );
  }

  end(): void {
    clearTimeout(this.#timer);
  }
}
