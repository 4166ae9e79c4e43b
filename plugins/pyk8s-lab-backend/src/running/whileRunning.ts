import type { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import type { LabStore } from '../database';
import type { JobContext, JobOutcome } from '../jobs/JobHandler';
import { anySignal } from '../throttling/anySignal';
import { keepInUse } from './beginUse';
import { RunningWatch } from './RunningWatch';

/** What a job writes in its lab with. */
export interface LabRecorder {
  readonly store: LabStore;
  readonly logger: LoggerService;
  readonly onChanged: (labId: string) => void;
  readonly now: () => Date;
}

/** How the end of a job is recorded in the activity of its lab. */
export interface ActivityOfJob {
  /** Of the event. */
  readonly type: string;
  /** What is said before the reason of a failure. */
  readonly failed: string;
}

/**
 * Works in a lab for as long as it is RUNNING. The lab is in use meanwhile, and how
 * the job ended is in its activity.
 */
export async function whileRunning(
  job: JobContext,
  services: LabRecorder,
  { type, failed }: ActivityOfJob,
  work: (signal: AbortSignal) => Promise<JobOutcome>,
): Promise<JobOutcome> {
  const endUse = keepInUse(job.labId, services);
  const running = RunningWatch.start(job.labId, services);
  try {
    const outcome = await work(anySignal(job.signal, running.signal));
    await record({ type, message: outcome.message }, job, services);
    return outcome;
  } catch (cause) {
    if (job.isLost) {
      throw cause;
    }
    const error = toError(await running.explain(cause).catch(() => cause));
    await record(
      { type, message: `${failed}: ${error.message}` },
      job,
      services,
    );
    throw error;
  } finally {
    running.stop();
    endUse();
  }
}

/** What was done stays done, even if that cannot be written. */
async function record(
  event: { readonly type: string; readonly message: string },
  { id, labId, createdBy }: JobContext,
  { store, now, logger, onChanged }: LabRecorder,
): Promise<void> {
  try {
    await store.change(labId, now(), () => ({
      set: {},
      events: [{ ...event, actorRef: createdBy, data: { jobId: id } }],
    }));
    onChanged(labId);
  } catch (error) {
    logger
      .child({ labId })
      .error(
        'The end of a job could not be recorded in its lab',
        toError(error),
      );
  }
}
