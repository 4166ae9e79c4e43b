import { InputError } from '@backstage/errors';
import { parseDuration } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { setTimeout as delay } from 'node:timers/promises';

/** Waits; rejects as soon as the signal is aborted. */
export type Pause = (ms: number, signal?: AbortSignal) => Promise<void>;

/** Waits with a timer. */
export const pause: Pause = async (ms, signal) => {
  await delay(ms, undefined, { signal });
};

/** The error of a cancelled task, as shown in its log. */
export function cancelledError(rest: string): Error {
  return Object.assign(new Error(`The task was cancelled${rest}`), {
    name: 'AbortError',
  });
}

/** A longer timeout is taken as a mistake. */
const MAX_SECONDS = 86_400;

/**
 * Parses the timeout of a step.
 *
 * @returns milliseconds
 * @throws InputError when it is not a valid duration, or longer than a day
 */
export function readTimeout(text: string): number {
  const seconds = parseDuration(text);
  if (seconds > MAX_SECONDS) {
    throw new InputError(
      `A timeout is 24h at most; "${text.slice(0, 40)}" is longer.`,
    );
  }
  return seconds * 1000;
}

/** A time limit that also ends when the task is cancelled. */
export class TimeLimit {
  readonly #controller = new AbortController();
  readonly #cancelled: AbortSignal | undefined;
  readonly #timer: NodeJS.Timeout;
  readonly #onCancel = () => this.#controller.abort();
  #isOver = false;

  /**
   * @param ms - the limit
   * @param cancelled - the signal of the task
   */
  static start(ms: number, cancelled: AbortSignal | undefined): TimeLimit {
    return new TimeLimit(ms, cancelled);
  }

  private constructor(ms: number, cancelled: AbortSignal | undefined) {
    this.#cancelled = cancelled;
    this.#timer = setTimeout(() => {
      this.#isOver = true;
      this.#controller.abort();
    }, ms);
    if (cancelled?.aborted) {
      this.#onCancel();
    }
    cancelled?.addEventListener('abort', this.#onCancel, { once: true });
  }

  /** Aborted at the end of the limit. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Whether the time ran out, rather than the task being cancelled. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Otherwise the timer would keep the process alive. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#cancelled?.removeEventListener('abort', this.#onCancel);
  }
}
