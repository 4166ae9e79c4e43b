import { setTimeout as delay } from 'node:timers/promises';
import { ProvisioningError } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { ClusterCheck } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';

/**
 * Checks a cluster until it is ready.
 *
 * @param options - pollMs: the interval of checks; onWaiting: called after each with
 *   the missing condition
 * @throws ProvisioningError when the cluster no longer exists
 */
export async function untilReady(options: {
  look: () => Promise<ClusterCheck | undefined>;
  onWaiting: (waitingFor: string) => void;
  pollMs: number;
  signal: AbortSignal;
}): Promise<void> {
  const { look, onWaiting, pollMs, signal } = options;
  for (;;) {
    const check = await look();
    if (!check) {
      throw new ProvisioningError(
        'The cluster no longer exists: its containers were removed while it started.',
      );
    }
    if (check.ready) {
      return;
    }
    onWaiting(check.waitingFor);
    await delay(pollMs, undefined, { signal });
  }
}
