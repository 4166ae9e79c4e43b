import { ProvisioningError } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { LabRecord, LabStore } from '../../database';
import { NoRoomError } from '../errors';
import { paused } from '../transitions/pausing';
import { becomeRunning } from './becomeRunning';
import { write, type StepTools } from './StepTools';

/** More than come up at a time anywhere. */
const MAX_COMING_UP = 200;

/** Stops the nodes of a cluster. */
export async function pause(
  lab: LabRecord,
  tools: StepTools,
): Promise<LabRecord> {
  const { logger, settings, now } = tools;
  await tools.changing(lab, (cluster, signal) =>
    cluster.pause({ signal, logger }),
  );
  const instant = now();
  return write(lab, tools, current => paused(current, settings, instant));
}

/** Starts the nodes of a cluster; RUNNING once the cluster itself is ready. */
export async function resume(
  lab: LabRecord,
  tools: StepTools,
): Promise<LabRecord> {
  const { signal, logger } = tools;
  await assertRoom(lab, tools);
  await tools.changing(lab, (stopped, limited) =>
    stopped.resume({ signal: limited, logger }),
  );
  const cluster = tools.clusters.of(lab);
  const check = await cluster.check({ signal });
  if (!check?.ready) {
    throw new ProvisioningError(
      `The nodes were started, but the cluster is not ready: ${
        check?.waitingFor ?? 'it no longer exists'
      }.`,
    );
  }
  const kubeconfig = await cluster.kubeconfig({ signal });
  return becomeRunning(
    lab,
    check,
    kubeconfig,
    { type: 'lab.resumed', message: 'The cluster is running again.' },
    tools,
  );
}

/**
 * Nodes that have stopped have given their memory back, and others may have it by
 * now. Where a node runs, the lab has its place already.
 *
 * @throws NoRoomError with what it waits for
 * @throws ProvisioningError when its host has become too small for it
 */
async function assertRoom(
  lab: LabRecord,
  { clusters, store, signal }: StepTools,
): Promise<void> {
  const cluster = clusters.of(lab);
  const nodes = await cluster.nodes({ signal });
  if (nodes.some(({ state }) => state === 'running')) {
    return;
  }
  const { fits, reason } = await cluster.preflight({
    making: (await comingUpBefore(lab, store)).map(({ spec }) => spec),
    signal,
  });
  if (fits === 'later') {
    throw new NoRoomError(reason);
  }
  if (fits === 'never') {
    throw new ProvisioningError(reason, { retryable: false });
  }
}

/**
 * The labs of its host that are provisioning, and of those that are resumed the ones
 * that were made before it: so that not all take the same room at once, and each
 * gets its turn.
 */
async function comingUpBefore(
  lab: LabRecord,
  store: LabStore,
): Promise<LabRecord[]> {
  const { items } = await store.list({
    statuses: ['PROVISIONING', 'RESUMING'],
    provider: lab.provider,
    orderBy: { field: 'createdAt', descending: false },
    limit: MAX_COMING_UP,
    offset: 0,
  });
  const place = items.findIndex(({ id }) => id === lab.id);
  return items.filter(
    (other, index) =>
      other.host === lab.host &&
      other.id !== lab.id &&
      (other.status === 'PROVISIONING' || place < 0 || index < place),
  );
}
