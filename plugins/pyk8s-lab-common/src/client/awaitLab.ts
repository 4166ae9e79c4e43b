import type { Lab } from '../schema/openapi/generated/models';
import type { LabApi } from './LabApi';
import { followLab, type FollowLabOptions } from './followLab';

/**
 * The statuses that one can wait for.
 * @public
 */
export const AWAITED_LAB_STATUSES = ['RUNNING', 'PAUSED', 'DELETED'] as const;

/**
 * A status that one can wait for.
 * @public
 */
export type AwaitedLabStatus = (typeof AWAITED_LAB_STATUSES)[number];

/**
 * How waiting goes: `deleted` and `failed` say why the status cannot be reached.
 * @public
 */
export type LabOutcome = 'reached' | 'waiting' | 'deleted' | 'failed';

/**
 * Whether a lab has reached the awaited status, can still reach it, or never will.
 * @public
 */
export function labOutcome(
  { status }: Pick<Lab, 'status'>,
  awaited: AwaitedLabStatus,
): LabOutcome {
  if (status === awaited) {
    return 'reached';
  }
  if (awaited === 'DELETED') {
    return 'waiting';
  }
  if (status === 'DELETING' || status === 'DELETED') {
    return 'deleted';
  }
  return status === 'ERROR' ? 'failed' : 'waiting';
}

/**
 * What to wait for, and how to follow the lab meanwhile.
 * @public
 */
export interface AwaitLabOptions extends FollowLabOptions {
  awaited: AwaitedLabStatus;
  /** Called with the lab as it is and each time that it changes. */
  onLab: (lab: Lab) => void;
}

/**
 * Waits until a lab has reached a status, or never will.
 *
 * @param id - the lab's id
 * @throws the error of the API when the lab cannot be read, and the signal's reason
 * @public
 */
export async function awaitLab(
  labs: Pick<LabApi, 'getLab' | 'streamLabs'>,
  id: string,
  { awaited, onLab, ...following }: AwaitLabOptions,
): Promise<{ lab: Lab; outcome: Exclude<LabOutcome, 'waiting'> }> {
  for await (const lab of followLab(labs, id, following)) {
    onLab(lab);
    const outcome = labOutcome(lab, awaited);
    if (outcome !== 'waiting') {
      return { lab, outcome };
    }
  }
  throw new Error('A lab is followed until its signal is aborted.');
}
