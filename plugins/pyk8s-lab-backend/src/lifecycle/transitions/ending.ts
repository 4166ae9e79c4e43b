import type { LabChange, LabRecord } from '../../database';

/** The change of a lab that has expired; none when it was extended meanwhile. */
export function expired(lab: LabRecord, now: Date): LabChange | undefined {
  return lab.expiresAt > now
    ? undefined
    : {
        set: {
          desired: 'deleted',
          status: 'DELETING',
          statusMessage: 'The lab has expired.',
        },
        events: [{ type: 'lab.expired', message: 'The lab has expired.' }],
      };
}

/** The change of a lab whose cluster is about to be removed. */
export function removing(lab: LabRecord): LabChange | undefined {
  const cluster =
    lab.cluster && lab.cluster.state !== 'removing'
      ? ({ state: 'removing' } as const)
      : undefined;
  if (lab.status === 'DELETING') {
    return cluster && { set: {}, cluster };
  }
  return { set: { status: 'DELETING', statusMessage: '' }, cluster };
}

/** The change of a lab of whose cluster nothing is left. */
export function deleted(lab: LabRecord, now: Date): LabChange {
  return {
    set: {
      status: 'DELETED',
      observedGeneration: lab.generation,
      statusMessage: '',
      deletedAt: now,
      phase: undefined,
      phaseStartedAt: undefined,
      nodes: lab.nodes.map(node => ({ ...node, state: 'deleted' })),
      conditions: {},
      kubeconfig: undefined,
      endpoint: undefined,
      pausedAt: undefined,
      pausedSecondsLeft: undefined,
      nextAttemptAt: undefined,
      failures: 0,
    },
    cluster: 'gone',
    events: [
      {
        type: 'lab.deleted',
        message: 'The lab is deleted.',
        ...(lab.cluster && { data: { cluster: lab.cluster.name } }),
      },
    ],
  };
}
