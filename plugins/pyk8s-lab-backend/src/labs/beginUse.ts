import { ConflictError } from '@backstage/errors';
import type { LabRecord, LabStore } from '../database';
import type { LabCaller } from './LabService';

/**
 * Writes that somebody works in a lab, which has to be RUNNING.
 *
 * @param doing - what the caller wants, as in "Commands run"
 * @throws NotFoundError or NotAllowedError when the rights are gone by now, and
 *   ConflictError when the lab is not RUNNING
 */
export async function beginUse(
  id: string,
  doing: string,
  caller: LabCaller,
  { store, now }: { readonly store: LabStore; readonly now: () => Date },
): Promise<LabRecord> {
  const instant = now();
  return store.change(id, instant, lab => {
    caller.rights?.assertAllowed?.(lab);
    if (lab.status !== 'RUNNING') {
      throw notRunning(lab, doing);
    }
    return { set: { lastActiveAt: instant } };
  });
}

/** The error of those who want what only a running lab gives. */
export function notRunning(lab: LabRecord, doing: string): ConflictError {
  return new ConflictError(
    `${doing} while a lab is RUNNING; the lab "${lab.name}" is ${lab.status}.${
      lab.status === 'PAUSED' ? ' Resume it first.' : ''
    }`,
  );
}
