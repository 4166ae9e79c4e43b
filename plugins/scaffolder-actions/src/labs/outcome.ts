import type {
  Lab,
  LabStatus,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';

/** The statuses that a step can wait for. */
export const AWAITED_STATUSES = ['RUNNING', 'PAUSED', 'DELETED'] as const;

/** A status that can be waited for. */
export type AwaitedStatus = (typeof AWAITED_STATUSES)[number];

/** The state of waiting. */
export type Outcome =
  | 'reached'
  | 'waiting'
  /** With the problem and what to do. */
  | { never: string };

const ENDS: readonly LabStatus[] = ['DELETING', 'DELETED'];

/** Whether a lab has reached the awaited status, can still reach it, or never will. */
export function outcomeOf(
  lab: Pick<Lab, 'name' | 'status' | 'statusMessage'>,
  awaited: AwaitedStatus,
): Outcome {
  if (lab.status === awaited) {
    return 'reached';
  }
  if (awaited === 'DELETED') {
    return 'waiting';
  }
  if (ENDS.includes(lab.status)) {
    return {
      never: `Lab ${lab.name} was deleted or has expired, so it will not be ${awaited}: start the template again for a new one`,
    };
  }
  if (lab.status === 'ERROR') {
    return {
      never: `Lab ${lab.name} is in ERROR${
        lab.statusMessage ? `: ${lab.statusMessage}` : ''
      }`,
    };
  }
  return 'waiting';
}
