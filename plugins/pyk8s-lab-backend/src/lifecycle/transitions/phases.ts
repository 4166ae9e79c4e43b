import {
  phasesFor,
  type LabPhase,
  type LabPhaseName,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { LabChange, LabRecord } from '../../database';

const PHASE_MESSAGES: Record<LabPhaseName, string> = {
  image: 'Getting the node image.',
  nodes: 'Preparing the nodes.',
  config: 'Writing the configuration.',
  'control-plane': 'Starting the control plane.',
  cni: 'Installing the pod network.',
  storage: 'Installing the storage class.',
  workers: 'Joining the workers.',
  ready: 'Waiting until the cluster is ready.',
};

/** A lab's change when a step of provisioning begins, and the one before ends. */
export function phaseBegins(
  lab: LabRecord,
  phase: LabPhaseName,
  now: Date,
): LabChange | undefined {
  if (lab.phase === phase) {
    return undefined;
  }
  const names = phasesFor(lab.spec.workers);
  return {
    set: {
      phase,
      phaseStartedAt: now,
      progress: Math.max(0, names.indexOf(phase)) / names.length,
      phases: [
        ...finished(lab.phases, now),
        { name: phase, startedAt: now.toISOString() },
      ],
    },
    events: [
      { type: 'lab.phase', message: PHASE_MESSAGES[phase], data: { phase } },
    ],
  };
}

/** The phases with the last one finished. */
export function finished(phases: readonly LabPhase[], now: Date): LabPhase[] {
  return phases.map(phase => ({
    ...phase,
    finishedAt: phase.finishedAt ?? now.toISOString(),
  }));
}
