import type { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import type { LabJobStore } from '../database';

/** How often a job says how far it is, and is asked whether it is to go on. */
const REPORT_MS = 1_000;

/** What a {@link JobReporter} works with. */
export interface JobReporterOptions {
  readonly id: string;
  /** What the job does first. */
  readonly message: string;
  readonly store: LabJobStore;
  readonly logger: LoggerService;
  readonly now: () => Date;
  /** The time between two reports. */
  readonly reportMs?: number;
  readonly onCancelRequested: () => void;
}

/** Writes how far a job is, now and then, however often it says so. */
export class JobReporter {
  readonly #options: JobReporterOptions;
  #message: string;
  #progress: number | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #reporting = Promise.resolve();
  #stopped = false;

  static start(options: JobReporterOptions): JobReporter {
    const reporter = new JobReporter(options);
    reporter.#schedule();
    return reporter;
  }

  private constructor(options: JobReporterOptions) {
    this.#options = options;
    this.#message = options.message;
  }

  tell(message: string, progress?: number): void {
    this.#message = message;
    this.#progress =
      progress === undefined
        ? undefined
        : Math.min(100, Math.max(0, Math.floor(progress)));
  }

  /** Returns when nothing more is written. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#reporting;
  }

  #schedule(): void {
    this.#timer = setTimeout(() => {
      this.#reporting = this.#report().finally(() => {
        if (!this.#stopped) {
          this.#schedule();
        }
      });
    }, this.#options.reportMs ?? REPORT_MS);
  }

  /** Written also when nothing has changed: it shows that the job goes on. */
  async #report(): Promise<void> {
    const { id, store, logger, now, onCancelRequested } = this.#options;
    try {
      const asked = await store.report(id, {
        at: now(),
        message: this.#message,
        progress: this.#progress,
      });
      // Ended by others, who took this process for dead: so it has to be.
      if (!asked || asked.cancelRequested) {
        onCancelRequested();
      }
    } catch (error) {
      logger.warn('The state of a job could not be written', toError(error));
    }
  }
}
