import type {
  Lab,
  LabStatus,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';

/** The statuses that commands can wait for. */
export const AWAITED = ['RUNNING', 'PAUSED', 'DELETED'] as const;

/** A status that can be waited for. */
export type Awaited = (typeof AWAITED)[number];

/** The state of waiting; `never` is the reason why the status cannot be reached. */
export type Outcome = 'reached' | 'waiting' | { never: string };

/** Final statuses. */
export const GONE: readonly LabStatus[] = ['DELETING', 'DELETED'];

/** Whether a lab has reached the awaited status, can still reach it, or never will. */
export function outcomeOf(
  lab: Pick<Lab, 'name' | 'status' | 'statusMessage'>,
  awaited: Awaited,
): Outcome {
  if (lab.status === awaited) {
    return 'reached';
  }
  if (awaited === 'DELETED') {
    return 'waiting';
  }
  if (GONE.includes(lab.status)) {
    return {
      never: `The lab ${lab.name} was deleted or has expired, so it will not be ${awaited}: create another with "pyk8s cluster create".`,
    };
  }
  if (lab.status === 'ERROR') {
    const why = lab.statusMessage && `: ${lab.statusMessage}`;
    return {
      never: `The lab ${lab.name} is in ERROR${why}. See "pyk8s cluster logs ${lab.name} --source provisioning"; "pyk8s cluster retry ${lab.name}" recreates it, "pyk8s cluster delete ${lab.name}" removes it.`,
    };
  }
  return 'waiting';
}
