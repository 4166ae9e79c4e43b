import type { LabRecord } from '../database';

/** What is to be done about a lab next. */
export type LabStep =
  /** Its time is over: from now on it is wanted deleted. */
  | { readonly do: 'expire' }
  /** Remove its cluster, whatever there is of it. */
  | { readonly do: 'destroy' }
  /** Make its cluster, or adopt one that is ready. */
  | { readonly do: 'provision' }
  /** Look how its cluster's conditions are. */
  | { readonly do: 'inspect' }
  /** Nothing, until an instant or until somebody changes something. */
  | { readonly do: 'rest'; readonly until?: Date };

/**
 * Decides what to do about a lab: a pure function of the record and the clock.
 * What there is at the provider is looked at by the steps themselves.
 *
 * Expiry comes first, whatever the status: a lab in ERROR or stuck in
 * PROVISIONING ends too. An instant that has come counts as past.
 */
export function decide(lab: LabRecord, now: Date): LabStep {
  if (lab.status === 'DELETED') {
    return { do: 'rest' };
  }
  if (lab.desired === 'deleted') {
    return { do: 'destroy' };
  }
  if (now >= lab.expiresAt) {
    return { do: 'expire' };
  }
  switch (lab.status) {
    case 'PROVISIONING':
      return { do: 'provision' };
    case 'RUNNING':
      return isSettling(lab)
        ? { do: 'inspect' }
        : { do: 'rest', until: lab.expiresAt };
    case 'QUEUED':
      // Its turn comes through the queue, not through a claim of its own.
      return { do: 'rest', until: lab.nextAttemptAt };
    default:
      return { do: 'rest', until: lab.expiresAt };
  }
}

/** True while a condition of a running lab is still on its way. */
export function isSettling(lab: LabRecord): boolean {
  return Object.values(lab.conditions).some(
    condition => condition.status === 'pending',
  );
}

/**
 * The pause before a step that failed is tried again: 2 s, doubled each time, 60
 * s at most.
 *
 * @param failures - how many times in a row it has failed, at least 1
 * @returns milliseconds
 */
export function backoffMs(failures: number): number {
  return Math.min(60_000, 1_000 * 2 ** Math.min(failures, 6));
}
