import {
  retryCall,
  type CreateLabRequest,
  type Lab,
  type LabApi,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { explainFailure, isPassing, serverErrorName } from './explainFailure';
import type { Pause } from '../tasks/TimeLimit';
import type { StepRun } from '../tasks/StepRun';

/** A value that survives retries of a task. */
export type Checkpoint = (options: {
  key: string;
  fn: () => Promise<{ id: string }>;
}) => Promise<{ id: string }>;

/** What `ensureLab` needs of its step. */
export interface EnsureLabOptions {
  request: CreateLabRequest;
  run: StepRun;
  checkpoint: Checkpoint;
  /** Waits until a lab is deleted and its name is available. */
  untilDeleted: (lab: Lab) => Promise<unknown>;
  /** Called as soon as the portal has confirmed the lab. */
  onMade: (lab: Lab) => void;
  pause?: Pause;
}

export interface EnsuredLab {
  lab: Lab;
  /** Whether an earlier run of the task created it. */
  isFromBefore: boolean;
}

/**
 * Creates the lab of a step once, however often its task is retried: a checkpoint
 * stores its id, and if the response was lost before that, the idempotency key finds
 * it. Only a deleted lab is replaced by another.
 */
export async function ensureLab(
  labs: Pick<LabApi, 'createLab' | 'getLab'>,
  options: EnsureLabOptions,
): Promise<EnsuredLab> {
  const { request, run, checkpoint, untilDeleted, onMade } = options;
  const retries = { isPassing, pause: options.pause };
  let gone = '';
  for (;;) {
    const purpose = `lab${gone && `-after-${gone}`}`;
    let made: Lab | undefined;
    const { id } = await checkpoint({
      key: run.checkpoint(purpose),
      fn: async () => {
        made = await retryCall(
          () => labs.createLab(request, run.key(purpose)),
          retries,
        );
        onMade(made);
        return { id: made.id };
      },
    });
    const answered: Lab | undefined = made;
    // The response to an earlier run's key may be a lab that has ended since.
    const lab = await retryCall(() => readLab(labs, id), retries).catch(
      error => {
        if (answered) {
          return answered;
        }
        throw explainFailure(
          `The lab ${id} of an earlier run of this task cannot be looked at, and is left as it is`,
          error,
        );
      },
    );
    if (lab && lab.status !== 'DELETING' && lab.status !== 'DELETED') {
      return { lab, isFromBefore: !answered };
    }
    if (lab?.status === 'DELETING') {
      await untilDeleted(lab);
    }
    gone = id;
  }
}

async function readLab(
  labs: Pick<LabApi, 'getLab'>,
  id: string,
): Promise<Lab | undefined> {
  try {
    return await labs.getLab(id);
  } catch (error) {
    // Deleted labs are removed from the database after a while.
    if (serverErrorName(error) === 'NotFoundError') {
      return undefined;
    }
    throw error;
  }
}
