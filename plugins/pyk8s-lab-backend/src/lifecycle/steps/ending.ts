import type { LabRecord } from '../../database';
import { write, type StepTools } from './StepTools';

/** Marks a lab whose time is over; from then on it is wanted deleted. */
export async function expire(
  lab: LabRecord,
  tools: StepTools,
): Promise<LabRecord> {
  return write(lab, tools, current =>
    // It may have been extended since the decision.
    current.expiresAt > tools.now()
      ? undefined
      : {
          set: {
            desired: 'deleted',
            status: 'DELETING',
            statusMessage: 'The lab has expired.',
          },
          events: [{ type: 'lab.expired', message: 'The lab has expired.' }],
        },
  );
}

/** Removes the cluster, and says DELETED once the provider has nothing left. */
export async function destroy(
  lab: LabRecord,
  tools: StepTools,
): Promise<LabRecord> {
  const { cluster, signal, logger, now } = tools;
  if (lab.status !== 'DELETING') {
    await write(lab, tools, () => ({
      set: { status: 'DELETING', statusMessage: '' },
    }));
  }
  await cluster.destroy({ signal, logger });
  return write(lab, tools, current => ({
    set: {
      status: 'DELETED',
      statusMessage: '',
      deletedAt: now(),
      hasCluster: false,
      phase: undefined,
      phaseStartedAt: undefined,
      nodes: current.nodes.map(node => ({ ...node, state: 'deleted' })),
      conditions: {},
      kubeconfig: undefined,
      endpoint: undefined,
      pausedAt: undefined,
      pausedSecondsLeft: undefined,
      nextAttemptAt: undefined,
      failures: 0,
    },
    events: [{ type: 'lab.deleted', message: 'The lab is deleted.' }],
  }));
}
