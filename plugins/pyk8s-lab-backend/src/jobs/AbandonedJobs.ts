import type { LoggerService } from '@backstage/backend-plugin-api';
import type { LabJobStore } from '../database';

/**
 * Much longer than the time between two reports of a job, so that a process that
 * stands still for a moment keeps its jobs.
 */
const SILENT_MS = 60_000;

/** Ends the jobs of processes that have died. */
export class AbandonedJobs {
  readonly #store: LabJobStore;
  readonly #logger: LoggerService;
  readonly #now: () => Date;

  static create(options: {
    jobStore: LabJobStore;
    logger: LoggerService;
    now?: () => Date;
  }): AbandonedJobs {
    return new AbandonedJobs(options);
  }

  private constructor(options: {
    jobStore: LabJobStore;
    logger: LoggerService;
    now?: () => Date;
  }) {
    this.#store = options.jobStore;
    this.#logger = options.logger;
    this.#now = options.now ?? (() => new Date());
  }

  async run(): Promise<number> {
    const now = this.#now();
    const ended = await this.#store.endAbandoned(
      new Date(now.getTime() - SILENT_MS),
      {
        status: 'FAILED',
        message:
          'The portal was stopped in the meantime, so the outcome is unknown: try again.',
      },
      now,
    );
    if (ended > 0) {
      this.#logger.warn(`${ended} jobs ended with the portal that did them`);
    }
    return ended;
  }
}
