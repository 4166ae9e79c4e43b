import type { LoggerService } from '@backstage/backend-plugin-api';
import { ConflictError } from '@backstage/errors';
import type { LabCaller } from '../callers/LabCaller';
import type { LabRecord, LabStore } from '../database';

/** Much shorter than the time after which an unused lab is paused. */
export const IN_USE_MS = 60_000;

/**
 * Records a use of a lab, which has to be RUNNING.
 *
 * @param doing - what the caller wants, as in "Commands run"
 * @throws NotFoundError or NotAllowedError when the rights have ended, and
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

/**
 * Records the use of a lab periodically during a long operation.
 * @returns what ends that
 */
export function keepInUse(
  id: string,
  services: {
    readonly store: LabStore;
    readonly logger: LoggerService;
    readonly now: () => Date;
  },
): () => void {
  const { store, logger, now } = services;
  const timer = setInterval(() => {
    const at = now();
    store
      .change(id, at, lab =>
        lab.status === 'RUNNING' ? { set: { lastActiveAt: at } } : undefined,
      )
      .catch(error =>
        logger
          .child({ labId: id })
          .warn('The use of a lab could not be written', error),
      );
  }, IN_USE_MS);
  return () => clearInterval(timer);
}

/** The error of those who want what only a running lab gives. */
export function notRunning(lab: LabRecord, doing: string): ConflictError {
  return new ConflictError(
    `${doing} while a lab is RUNNING; the lab "${lab.name}" is ${
      lab.status
    }.${whatToDo(lab)}`,
  );
}

/** What brings a lab to RUNNING, as a sentence after another; empty for nothing. */
export function whatToDo({ status }: Pick<LabRecord, 'status'>): string {
  switch (status) {
    case 'PAUSED':
      return ' Resume it first.';
    case 'ERROR':
      return ' Recreate it, or delete it.';
    case 'QUEUED':
    case 'PROVISIONING':
    case 'RESUMING':
      return ' Wait until it is.';
    default:
      return '';
  }
}
