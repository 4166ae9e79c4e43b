import type {
  CreateLabRequest,
  Lab,
  LabApi,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { explainFailure, isPassing, serverErrorName } from './explainFailure';
import { pause as pauseByTheClock, type Pause } from '../tasks/TimeLimit';
import type { StepRun } from '../tasks/StepRun';

/** How often a request is sent whose answer does not come. */
const TRIES = 4;
const FIRST_PAUSE_MS = 500;

/** A value that is kept over retries of a task. */
export type Checkpoint = (options: {
  key: string;
  fn: () => Promise<{ id: string }>;
}) => Promise<{ id: string }>;

/** What makes the lab, and remembers that it did. */
export interface EnsureLabOptions {
  request: CreateLabRequest;
  run: StepRun;
  checkpoint: Checkpoint;
  /** Waits until a lab that is being deleted is gone, and its name free. */
  untilDeleted: (lab: Lab) => Promise<unknown>;
  /** Told as soon as the portal has answered that the lab is there. */
  onMade: (lab: Lab) => void;
  pause?: Pause;
}

/** The lab of a step. */
export interface EnsuredLab {
  lab: Lab;
  /** Whether an earlier run of the task had made it already. */
  isFromBefore: boolean;
}

/**
 * The one lab of a step, however often its task is run: a checkpoint remembers it,
 * and where the answer was lost before it could, the key of the request finds it.
 * Only in the place of one that has been deleted is another made.
 */
export async function ensureLab(
  labs: Pick<LabApi, 'createLab' | 'getLab'>,
  options: EnsureLabOptions,
): Promise<EnsuredLab> {
  const { request, run, checkpoint, untilDeleted, onMade } = options;
  let gone = '';
  for (;;) {
    const purpose = `lab${gone && `-after-${gone}`}`;
    let made: Lab | undefined;
    const { id } = await checkpoint({
      key: run.checkpoint(purpose),
      fn: async () => {
        made = await patiently(options.pause, () =>
          labs.createLab(request, run.key(purpose)),
        );
        onMade(made);
        return { id: made.id };
      },
    });
    const answered: Lab | undefined = made;
    // The answer to the key of an earlier go can be of a lab that has ended since.
    const lab = await patiently(options.pause, () => readLab(labs, id)).catch(
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
    // Nobody keeps labs for ever once they are deleted.
    if (serverErrorName(error) === 'NotFoundError') {
      return undefined;
    }
    throw error;
  }
}

async function patiently<T>(
  pause: Pause = pauseByTheClock,
  call: () => Promise<T>,
): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await call();
    } catch (error) {
      if (tries === TRIES || !isPassing(error)) {
        throw error;
      }
      await pause(FIRST_PAUSE_MS * 2 ** (tries - 1));
    }
  }
}
