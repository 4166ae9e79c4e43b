import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Clusters } from '../clusters/Clusters';
import type { LabSettings } from '../config/LabSettings';
import type { LabRecord, LabStore } from '../database';
import { retryPauseMs } from './decide';
import { isBusy, isUnavailable } from './errors';
import type { LabLease } from './LabLease';
import type { StepKind } from './steps';
import { afterFailedAttempt, afterFailedStep } from './transitions/failures';

/** How long cleaning up after a failed attempt may take. */
const CLEAN_UP_MS = 120_000;

/** How often in a row labs, by their ids, have waited for their cluster's lease. */
export type BusyLabs = Map<string, number>;

interface Services {
  readonly store: LabStore;
  readonly clusters: Clusters;
  readonly settings: LabSettings;
  readonly logger: LoggerService;
  readonly holder: string;
  readonly now: () => Date;
  readonly busy: BusyLabs;
  readonly lease: LabLease;
  /** Aborts when the lease cannot be held: another may create the cluster then. */
  readonly lost: AbortSignal;
  readonly stopping: AbortSignal;
}

/** Writes down that a step failed, and gives the lab back until its next try. */
export async function giveBack(
  lab: LabRecord,
  kind: StepKind,
  error: unknown,
  services: Services,
): Promise<LabRecord> {
  const { store, settings, now, holder, busy, lease } = services;
  const given = { leaseHolder: undefined, leaseUntil: undefined };
  // In another replica, a request is not noticed before the lease is renewed.
  const isWanted = (current: LabRecord) => current.desired === lab.desired;
  if (isBusy(error)) {
    // An import is stopped as soon as something else is wanted of the lab.
    const waited = busy.get(lab.id) ?? 0;
    busy.set(lab.id, waited + 1);
    const nextAttemptAt = new Date(now().getTime() + retryPauseMs(waited));
    return store.change(
      lab.id,
      now(),
      current => ({
        set: {
          ...given,
          nextAttemptAt: isWanted(current) ? nextAttemptAt : now(),
        },
      }),
      { holder },
    );
  }
  busy.delete(lab.id);
  let isLeft: boolean | undefined;
  if (kind === 'provision' && !isUnavailable(error)) {
    await lease.assert();
    isLeft = !(await cleanUp(lab, services));
  }
  return store.change(
    lab.id,
    now(),
    current => {
      if (!isWanted(current)) {
        // Why it failed is of no interest any more, and no failure of what is wanted.
        return { set: { ...given, nextAttemptAt: now() } };
      }
      const change =
        kind === 'provision'
          ? afterFailedAttempt(
              current,
              error,
              settings.provisioning,
              now(),
              isLeft,
            )
          : afterFailedStep(current, error, settings, now());
      return { ...change, set: { ...change.set, ...given } };
    },
    { holder },
  );
}

/**
 * Leaves nothing of a failed attempt behind. When that fails too, the next
 * attempt or the lab's end removes it, and the first error stays the one told.
 *
 * @returns whether nothing is left
 */
async function cleanUp(
  lab: LabRecord,
  { store, clusters, logger, lost, stopping }: Services,
): Promise<boolean> {
  try {
    // The step may have given the lab another cluster.
    const current = await store.get(lab.id);
    if (!current?.cluster) {
      return true;
    }
    await clusters.change(
      current,
      AbortSignal.any([lost, stopping, AbortSignal.timeout(CLEAN_UP_MS)]),
      (cluster, signal) => cluster.destroy({ signal, logger }),
    );
    return true;
  } catch (error) {
    logger.warn('Cleaning up after a failed attempt failed', error as Error);
    return false;
  }
}
