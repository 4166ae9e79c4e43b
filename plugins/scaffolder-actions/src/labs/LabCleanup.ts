import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Lab, LabApi } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { explainFailure } from './explainFailure';
import type { FollowedRun } from '../tasks/TaskEnds';

/** Deletes the lab of a step that came to nothing. */
export class LabCleanup {
  readonly #labs: Pick<LabApi, 'deleteLab'>;
  readonly #logger: Pick<LoggerService, 'info' | 'warn'>;
  readonly #isWanted: boolean;
  readonly #run: FollowedRun;
  #isSpared = false;

  /**
   * @param options - keep: whether the template wants such a lab to stay; run: of
   *   the task, from the beginning of the step
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

  /** The lab has been of use before this go at the step: it is not deleted. */
  spare(): void {
    this.#isSpared = true;
  }

  /** Never throws: what went wrong before is what the task is to fail with. */
  async delete(lab: Pick<Lab, 'id' | 'name' | 'expiresAt'>): Promise<void> {
    if (this.#isSpared) {
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
   * From now on a task that is cancelled, or that ends with a step that has failed,
   * loses its lab. What counts is that it was cancelled before it ended: the lab of a
   * task that has ended well belongs to whoever ran it, whatever the signal says later.
   */
  deleteUnlessDone(
    lab: Pick<Lab, 'id' | 'name' | 'expiresAt'>,
    cancelled: AbortSignal | undefined,
  ): void {
    const run = this.#run;
    // Never throws, and is asked for once.
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
