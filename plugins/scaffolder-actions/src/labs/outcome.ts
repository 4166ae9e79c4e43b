import type {
  Lab,
  LabStatus,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';

/** A status that can be waited for. */
export const AWAITED_STATUSES = ['RUNNING', 'PAUSED', 'DELETED'] as const;

/** A status that can be waited for. */
export type AwaitedStatus = (typeof AWAITED_STATUSES)[number];

/** How far waiting has come. */
export type Outcome =
  | 'reached'
  | 'waiting'
  /** With what is wrong, and what to do. */
  | { never: string };

const ENDS: readonly LabStatus[] = ['DELETING', 'DELETED'];

/** Whether a lab is as it is awaited, can still become so, or never will. */
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
