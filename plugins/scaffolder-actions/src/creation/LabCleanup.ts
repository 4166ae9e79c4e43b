import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Lab, LabApi } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { explainFailure } from '../labs';

/** Deletes the lab of a step that came to nothing. */
export class LabCleanup {
  readonly #labs: Pick<LabApi, 'deleteLab'>;
  readonly #logger: Pick<LoggerService, 'info' | 'warn'>;
  readonly #isWanted: boolean;
  #isSpared = false;

  /** @param options - keep: whether the template wants such a lab to stay */
  static create(options: {
    labs: Pick<LabApi, 'deleteLab'>;
    logger: Pick<LoggerService, 'info' | 'warn'>;
    keep: boolean;
  }): LabCleanup {
    return new LabCleanup(options.labs, options.logger, !options.keep);
  }

  private constructor(
    labs: Pick<LabApi, 'deleteLab'>,
    logger: Pick<LoggerService, 'info' | 'warn'>,
    isWanted: boolean,
  ) {
    this.#labs = labs;
    this.#logger = logger;
    this.#isWanted = isWanted;
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
      await this.#labs.deleteLab(lab.id);
      this.#logger.info(
        `Lab ${lab.name} is being deleted, since the step that made it failed or its task was cancelled.`,
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
   * From now on a cancelled task loses its lab: the scaffolder runs no more steps
   * of it, so that none could clean up.
   */
  deleteWhenCancelled(
    lab: Pick<Lab, 'id' | 'name' | 'expiresAt'>,
    cancelled: AbortSignal | undefined,
  ): void {
    // Never throws, and is asked for once: what has been aborted fires no more.
    const deleteIt = () => void this.delete(lab);
    if (cancelled?.aborted) {
      deleteIt();
    } else {
      cancelled?.addEventListener('abort', deleteIt, { once: true });
    }
  }
}
