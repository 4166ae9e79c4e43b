import { backoffMs } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { Outage } from './Outage';
import { RETRIES, type Wait } from './waiting';

/** What an {@link UntilDone} works with. */
export interface UntilDoneOptions {
  readonly job: (signal: AbortSignal) => Promise<void>;
  /** Is told how it goes. */
  readonly outage: Outage;
  readonly wait: Wait;
  /** From 0 to 1. */
  readonly random: () => number;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/**
 * A job that is asked for and done as soon as it can be: one run at a time, again
 * when it was asked for meanwhile, and again after a while when it failed.
 */
export class UntilDone {
  readonly #options: UntilDoneOptions;
  #due = false;
  #going: Promise<void> | undefined;

  static create(options: UntilDoneOptions): UntilDone {
    return new UntilDone(options);
  }

  private constructor(options: UntilDoneOptions) {
    this.#options = options;
  }

  /** Asks for the job. */
  request(): void {
    this.#due = true;
    this.#going ??= this.#run().finally(() => {
      this.#going = undefined;
      // Asked for after the last look.
      if (this.#due && !this.#options.signal.aborted) {
        this.request();
      }
    });
  }

  /** Settles when nothing is asked for that has not been done, or it was ended. */
  async idle(): Promise<void> {
    while (this.#going) {
      await this.#going;
    }
  }

  async #run(): Promise<void> {
    const { job, outage, wait, random, signal } = this.#options;
    let failures = 0;
    while (this.#due && !signal.aborted) {
      this.#due = false;
      try {
        await job(signal);
        failures = 0;
        outage.ended();
      } catch (error) {
        if (signal.aborted) {
          return;
        }
        this.#due = true;
        failures += 1;
        outage.failed(error);
        await wait(
          backoffMs(failures, { ...RETRIES, random: random() }),
          signal,
        );
      }
    }
  }
}
