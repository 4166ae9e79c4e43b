import type {
  Lab,
  LabStatus,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { setTimeout as delay } from 'node:timers/promises';

/** Less than what Backstage's command line waits for an action (30 s). */
export const MAX_WAIT_SECONDS = 25;
const LOOK_MS = 500;

/** Statuses that a lab leaves only on request. */
const FINAL: readonly LabStatus[] = ['RUNNING', 'PAUSED', 'ERROR', 'DELETED'];

/**
 * Waits until a lab has a status, or can no longer get there by itself.
 * @param look - shows the lab as it is, or throws when it is no longer visible
 */
export async function waitForLab(
  look: () => Promise<Lab>,
  status: LabStatus,
  limitMs: number,
): Promise<{ lab: Lab; reached: boolean; final: boolean }> {
  const deadline = performance.now() + limitMs;
  for (;;) {
    const lab = await look();
    const reached = lab.status === status;
    const final = !reached && FINAL.includes(lab.status);
    if (reached || final || performance.now() >= deadline) {
      return { lab, reached, final };
    }
    await delay(Math.max(0, Math.min(LOOK_MS, deadline - performance.now())));
  }
}
