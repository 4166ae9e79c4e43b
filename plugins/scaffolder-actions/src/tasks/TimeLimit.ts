import { InputError } from '@backstage/errors';
import { parseDuration } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { setTimeout as delay } from 'node:timers/promises';

/** Waits; rejects as soon as the signal aborts. */
export type Pause = (ms: number, signal?: AbortSignal) => Promise<void>;

/** Waits by the clock. */
export const pause: Pause = async (ms, signal) => {
  await delay(ms, undefined, { signal });
};

/** That a task was cancelled, in the words that its log shows. */
export function cancelledError(rest: string): Error {
  return Object.assign(new Error(`The task was cancelled${rest}`), {
    name: 'AbortError',
  });
}

/** A step that waits for longer has been forgotten. */
const MAX_SECONDS = 86_400;

/**
 * Reads how long a step may take.
 *
 * @returns milliseconds
 * @throws InputError when it is no duration, or longer than a day
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

/** An end to waiting: the time is over, or the task has been cancelled. */
export class TimeLimit {
  readonly #controller = new AbortController();
  readonly #cancelled: AbortSignal | undefined;
  readonly #timer: NodeJS.Timeout;
  readonly #onCancel = () => this.#controller.abort();
  #isOver = false;

  /**
   * @param ms - how long
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

  /** Aborts what is under way. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Whether the time was over first. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Without it a process would wait for the timer. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#cancelled?.removeEventListener('abort', this.#onCancel);
  }
}
