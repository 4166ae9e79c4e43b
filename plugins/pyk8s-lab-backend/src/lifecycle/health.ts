import type {
  LabHealthReport,
  LabHealthService,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { LabStore } from '../database';
import type { LabReconciler } from './LabReconciler';

/** It looks every second. A database that is away holds a look up, too, and is
 * no reason to restart; what has not looked for this long does so no more. */
const STALLED_MS = 300_000;

/** Adds what tells whether labs can be asked for, and are looked after. */
export function addHealthChecks(
  health: LabHealthService,
  store: Pick<LabStore, 'lastSeq'>,
  reconciler: Pick<LabReconciler, 'sinceLookMs'>,
): void {
  health.addCheck('database', async (): Promise<LabHealthReport> => {
    await store.lastSeq();
    return { ready: true, live: true };
  });
  health.addCheck('reconciler', async (): Promise<LabHealthReport> => {
    const seconds = Math.round(reconciler.sinceLookMs / 1000);
    return reconciler.sinceLookMs < STALLED_MS
      ? { ready: true, live: true }
      : {
          ready: true,
          live: false,
          message: `Nobody has looked after labs for ${seconds} s.`,
        };
  });
}
