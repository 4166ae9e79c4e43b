import { backoffMs } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { Outage } from './Outage';
import { RETRIES, type Wait } from './retries';

/** The dependencies of a {@link RetryingJob}. */
export interface RetryingJobOptions {
  readonly job: (signal: AbortSignal) => Promise<void>;
  /** Records failures and successes. */
  readonly outage: Outage;
  readonly wait: Wait;
  /** A random number from 0 to 1. */
  readonly random: () => number;
  /** Stops it. */
  readonly signal: AbortSignal;
}

/**
 * Runs a job on request: one run at a time, again if it was requested during a run, and
 * with a delay after a failure.
 */
export class RetryingJob {
  readonly #options: RetryingJobOptions;
  #due = false;
  #going: Promise<void> | undefined;

  static create(options: RetryingJobOptions): RetryingJob {
    return new RetryingJob(options);
  }

  private constructor(options: RetryingJobOptions) {
    this.#options = options;
  }

  /** Requests a run. */
  request(): void {
    this.#due = true;
    this.#going ??= this.#run().finally(() => {
      this.#going = undefined;
      // Requested after the last check.
      if (this.#due && !this.#options.signal.aborted) {
        this.request();
      }
    });
  }

  /** Resolves when no request is pending, or it was stopped. */
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
