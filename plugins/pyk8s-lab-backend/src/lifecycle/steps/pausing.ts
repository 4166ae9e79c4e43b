import {
  ProviderUnavailableError,
  ProvisioningError,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { LabRecord } from '../../database';
import { pausedTime } from '../expiry';
import { warned } from '../warnings';
import { becomeRunning } from './becomeRunning';
import { write, type StepTools } from './StepTools';

/** Stops the nodes of a cluster. */
export async function pause(
  lab: LabRecord,
  tools: StepTools,
): Promise<LabRecord> {
  const { provider, ref, signal, logger, settings, now } = tools;
  await provider.pause(ref, { signal, logger });
  const instant = now();
  return write(lab, tools, current => {
    if (current.status !== 'PAUSING') {
      return undefined;
    }
    const time = pausedTime(current, settings, instant);
    return {
      set: {
        status: 'PAUSED',
        // Why it was paused stays; what went wrong meanwhile does not.
        statusMessage: current.failures > 0 ? '' : current.statusMessage,
        ...time,
        ...warned(current, time.expiresAt, settings, instant),
        pausedAt: current.pausedAt ?? instant,
        conditions: {},
        nodes: current.nodes.map(node => ({ ...node, state: 'stopped' })),
        failures: 0,
      },
      events: [
        {
          type: 'lab.paused',
          message:
            time.pausedSecondsLeft === undefined
              ? 'The lab is paused. Its time goes on.'
              : 'The lab is paused, and its time with it.',
        },
      ],
    };
  });
}

/** Starts the nodes of a cluster; RUNNING once the cluster itself is ready. */
export async function resume(
  lab: LabRecord,
  tools: StepTools,
): Promise<LabRecord> {
  const { provider, ref, signal, logger } = tools;
  await assertRoom(lab, tools);
  await provider.resume(ref, lab.spec, { signal, logger });
  const check = await provider.check(ref, lab.spec, { signal });
  if (!check?.ready) {
    throw new ProvisioningError(
      `The nodes were started, but the cluster is not ready: ${
        check?.waitingFor ?? 'it is gone'
      }.`,
    );
  }
  const kubeconfig = await provider.kubeconfig(ref, { signal });
  return becomeRunning(
    lab,
    check,
    kubeconfig,
    { type: 'lab.resumed', message: 'The cluster runs again.' },
    tools,
  );
}

/**
 * Nodes that have stopped have given their memory back, and others may have it by
 * now.
 * @throws ProviderUnavailableError with what it waits for
 */
async function assertRoom(
  lab: LabRecord,
  { provider, signal }: StepTools,
): Promise<void> {
  const { fits, reason } = await provider.preflight(lab.host, lab.spec, {
    making: [],
    signal,
  });
  if (fits !== 'now') {
    throw new ProviderUnavailableError(reason);
  }
}
