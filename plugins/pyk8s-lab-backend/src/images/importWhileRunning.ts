import type { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import type { LabStore } from '../database';
import type { JobContext, JobOutcome } from '../jobs';
import { anySignal } from '../limits';
import { keepInUse } from '../running/beginUse';
import { RunningWatch } from '../running/RunningWatch';

/** What an import writes in the lab with. */
export interface ImportRecorder {
  readonly store: LabStore;
  readonly logger: LoggerService;
  readonly onChanged: (labId: string) => void;
  readonly now: () => Date;
}

/**
 * Imports into a lab for as long as it is RUNNING. The lab is in use meanwhile, and how
 * the import ended is in its activity.
 */
export async function importWhileRunning(
  job: JobContext,
  services: ImportRecorder,
  work: (signal: AbortSignal) => Promise<JobOutcome>,
): Promise<JobOutcome> {
  const endUse = keepInUse(job.labId, services);
  const running = RunningWatch.start(job.labId, services);
  try {
    const outcome = await work(anySignal(job.signal, running.signal));
    await record(outcome.message, job, services);
    return outcome;
  } catch (cause) {
    if (job.isLost) {
      throw cause;
    }
    const error = toError(await running.explain(cause).catch(() => cause));
    await record(`The image was not imported: ${error.message}`, job, services);
    throw error;
  } finally {
    running.stop();
    endUse();
  }
}

/** What was imported stays so, even if that cannot be written. */
async function record(
  message: string,
  { id, labId, createdBy }: JobContext,
  { store, now, logger, onChanged }: ImportRecorder,
): Promise<void> {
  try {
    await store.change(labId, now(), () => ({
      set: {},
      events: [
        {
          type: 'lab.image',
          message,
          actorRef: createdBy,
          data: { jobId: id },
        },
      ],
    }));
    onChanged(labId);
  } catch (error) {
    logger
      .child({ labId })
      .error('The end of an import could not be recorded', toError(error));
  }
}
