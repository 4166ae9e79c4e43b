import { ClusterAnswerError } from './ClusterAnswerError';

/** Aborts when an answer takes too long, as a whole or in one of its pieces. */
export class AnswerClock {
  readonly #controller = new AbortController();
  readonly #whole: NodeJS.Timeout;
  readonly #silence: NodeJS.Timeout;

  constructor({
    silenceMs,
    timeoutMs,
  }: {
    silenceMs: number;
    timeoutMs: number;
  }) {
    this.#whole = this.#abortAfter(timeoutMs, 'did not finish its answer');
    this.#silence = this.#abortAfter(silenceMs, 'sent nothing');
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  hasMoved(): void {
    this.#silence.refresh();
  }

  stop(): void {
    clearTimeout(this.#whole);
    clearTimeout(this.#silence);
  }

  #abortAfter(ms: number, what: string): NodeJS.Timeout {
    return setTimeout(
      () =>
        this.#controller.abort(
          new ClusterAnswerError(
            `the API server of the lab ${what} within ${ms / 1_000} s`,
          ),
        ),
      ms,
    );
  }
}
