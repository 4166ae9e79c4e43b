import type { LabPhase } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { ProviderPhase } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { LabChange, LabRecord } from '../../database';

/**
 * A lab's change when a phase of provisioning begins, and the one before ends.
 * @param planned - all phases of the lab, in their order; `name` is of one of them
 */
export function phaseBegins(
  lab: LabRecord,
  name: string,
  planned: readonly ProviderPhase[],
  now: Date,
): LabChange | undefined {
  const index = planned.findIndex(phase => phase.name === name);
  if (index < 0 || lab.phase === name) {
    return undefined;
  }
  return {
    set: {
      phase: name,
      phaseStartedAt: now,
      progress: index / planned.length,
      phases: [
        ...finished(lab.phases, now),
        { name, startedAt: now.toISOString() },
      ],
    },
    events: [
      {
        type: 'lab.phase',
        message: `${planned[index].title}.`,
        data: { phase: name },
      },
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
