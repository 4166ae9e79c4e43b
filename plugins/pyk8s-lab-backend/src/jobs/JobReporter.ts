import type { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import type { LabJobStep } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { boundedText } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { LabJobState, LabJobStore } from '../database';

/** How often the lease is renewed, and the state written where it has changed. */
const REPORT_MS = 1_000;
/** Nodes decide some of what is in it. */
export const MAX_MESSAGE = 4_000;
const MAX_TITLE = 300;
const MAX_STEPS = 50;

/** The worker of jobs, and how it holds them. */
export interface JobWorker {
  readonly store: LabJobStore;
  readonly holder: string;
  readonly now: () => Date;
  /** How long a job stays its worker's after the last renewal. */
  readonly leaseMs: number;
  /** The time between two reports. */
  readonly reportMs?: number;
  /** Called after each change that readers want to hear of. */
  readonly onChanged: () => void;
}

/** What a {@link JobReporter} works with. */
export interface JobReporterOptions extends JobWorker {
  readonly id: string;
  /** What the job does first. */
  readonly message: string;
  readonly logger: LoggerService;
  readonly onCancelRequested: () => void;
  /** Called when another worker has the job, or may get it soon. */
  readonly onLost: () => void;
}

/**
 * Holds the lease of a job, and writes its state, at most once in a while however
 * often that changes.
 */
export class JobReporter {
  readonly #options: JobReporterOptions;
  #state: LabJobState;
  #hasChanged = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #leaseTimer: ReturnType<typeof setTimeout> | undefined;
  #reporting = Promise.resolve();
  #stopped = false;

  static start(options: JobReporterOptions): JobReporter {
    const reporter = new JobReporter(options);
    reporter.#guardLease(performance.now());
    reporter.#schedule();
    return reporter;
  }

  private constructor(options: JobReporterOptions) {
    this.#options = options;
    this.#state = { message: options.message, steps: [] };
  }

  tell(message: string, progress?: number): void {
    this.#change({
      message: boundedText(message, MAX_MESSAGE),
      progress:
        progress === undefined
          ? undefined
          : Math.min(100, Math.max(0, Math.floor(progress))),
    });
  }

  step(name: string, title: string): void {
    const startedAt = this.#options.now().toISOString();
    const bounded = boundedText(title, MAX_TITLE);
    this.#change({
      message: bounded,
      steps: [
        ...this.#finished(startedAt),
        { name: boundedText(name, MAX_TITLE), title: bounded, startedAt },
      ].slice(-MAX_STEPS),
    });
  }

  /** Returns the steps when nothing more is written. */
  async stop(): Promise<readonly LabJobStep[]> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#leaseTimer);
    await this.#reporting;
    return this.#finished(this.#options.now().toISOString());
  }

  #finished(finishedAt: string): LabJobStep[] {
    return this.#state.steps.map(step => ({ finishedAt, ...step }));
  }

  #change(changes: Partial<LabJobState>): void {
    const state = { ...this.#state, ...changes };
    this.#hasChanged ||= JSON.stringify(state) !== JSON.stringify(this.#state);
    this.#state = state;
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

  /**
   * Ends the work before the lease ends, unless it is renewed until then: a database
   * that does not answer must not leave two workers on one job.
   * @param renewedAt - when the renewal was asked for, however long the answer took
   */
  #guardLease(renewedAt: number): void {
    clearTimeout(this.#leaseTimer);
    if (!this.#stopped) {
      const { leaseMs, onLost } = this.#options;
      const left = (leaseMs * 2) / 3 - (performance.now() - renewedAt);
      this.#leaseTimer = setTimeout(onLost, left);
    }
  }

  async #report(): Promise<void> {
    const { id, store, logger, holder, now, leaseMs } = this.#options;
    const askedAt = performance.now();
    const instant = now();
    const leaseUntil = new Date(instant.getTime() + leaseMs);
    const news = this.#hasChanged ? this.#state : undefined;
    this.#hasChanged = false;
    try {
      const asked = await store.renew(
        { holder, now: instant, leaseUntil },
        id,
        news,
      );
      if (!asked) {
        this.#options.onLost();
        return;
      }
      this.#guardLease(askedAt);
      if (news) {
        this.#options.onChanged();
      }
      if (asked.cancelRequested) {
        this.#options.onCancelRequested();
      }
    } catch (error) {
      this.#hasChanged ||= news !== undefined;
      logger.warn('The lease of a job could not be renewed', toError(error));
    }
  }
}
