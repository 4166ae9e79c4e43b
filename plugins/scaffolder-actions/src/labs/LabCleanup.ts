import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Lab, LabApi } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { explainFailure } from './explainFailure';
import type { FollowedRun } from '../tasks/TaskEnds';

/** Deletes the lab of a failed or cancelled step. */
export class LabCleanup {
  readonly #labs: Pick<LabApi, 'deleteLab'>;
  readonly #logger: Pick<LoggerService, 'info' | 'warn'>;
  readonly #isWanted: boolean;
  readonly #run: FollowedRun;
  #isKept = false;

  /**
   * @param options - keep: the template's keepOnFailure; run: the run of the task,
   *   followed since the step started
   */
  static create(options: {
    labs: Pick<LabApi, 'deleteLab'>;
    logger: Pick<LoggerService, 'info' | 'warn'>;
    keep: boolean;
    run: FollowedRun;
  }): LabCleanup {
    return new LabCleanup(options);
  }

  private constructor(options: Parameters<typeof LabCleanup.create>[0]) {
    this.#labs = options.labs;
    this.#logger = options.logger;
    this.#isWanted = !options.keep;
    this.#run = options.run;
  }

  /** Keeps the lab, because it was in use before this run of the step. */
  keep(): void {
    this.#isKept = true;
  }

  /** Never throws, so that the task fails with the original error. */
  async delete(lab: Pick<Lab, 'id' | 'name' | 'expiresAt'>): Promise<void> {
    if (this.#isKept) {
      this.#logger.info(
        `Lab ${lab.name} is kept until it expires: it was there before this run of the step.`,
      );
      return;
    }
    if (!this.#isWanted) {
      this.#logger.info(
        `Lab ${lab.name} is kept, as keepOnFailure says, until it expires.`,
      );
      return;
    }
    try {
      const { status } = await this.#labs.deleteLab(lab.id);
      this.#logger.info(
        status === 'DELETED'
          ? `Lab ${lab.name} had been deleted already.`
          : `Lab ${lab.name} is being deleted, since its task failed or was cancelled.`,
      );
    } catch (error) {
      const { message } = explainFailure(
        `Lab ${lab.name} was not deleted`,
        error,
      );
      this.#logger.warn(
        `${message} It goes by itself when it expires${
          lab.expiresAt ? `, at ${lab.expiresAt}` : ''
        }, or by its page.`,
      );
    }
  }

  /**
   * Deletes the lab if the task is cancelled or fails later. A task counts as cancelled
   * only if that happened before it ended: the lab of a completed task belongs to its
   * user, even if its signal is aborted later.
   */
  deleteUnlessDone(
    lab: Pick<Lab, 'id' | 'name' | 'expiresAt'>,
    cancelled: AbortSignal | undefined,
  ): void {
    const run = this.#run;
    // Never rejects, and runs once.
    const deleteIt = () => void this.delete(lab);
    if (cancelled?.aborted || run.isCancelled) {
      deleteIt();
      return;
    }
    cancelled?.addEventListener('abort', deleteIt, { once: true });
    run.onEnd(() => {
      cancelled?.removeEventListener('abort', deleteIt);
      if ((run.isCancelled || run.hasFailed) && !cancelled?.aborted) {
        deleteIt();
      }
    });
  }
}
