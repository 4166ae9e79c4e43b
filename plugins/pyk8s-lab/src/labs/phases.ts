import {
  type Lab,
  type LabPhaseName,
  phasesFor,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { secondsBetween } from './time';

/** A phase of one lab, as it is shown. */
export interface PhaseStep {
  name: LabPhaseName;
  state: 'waiting' | 'running' | 'done' | 'failed';
  startedAt?: string;
  /** How long it took; undefined until it is done. */
  seconds?: number;
}

/**
 * Every phase that a lab goes through, with how far it is.
 *
 * @param lab - a lab in any status
 */
export function stepsOf(lab: Lab): PhaseStep[] {
  const started = new Map(lab.phases.map(phase => [phase.name, phase]));
  return phasesFor(lab.spec.workers).map(name => {
    const phase = started.get(name);
    const step = { name };
    if (!phase) {
      // A cluster that was found ready has skipped what it did not need.
      return { ...step, state: lab.runningAt ? 'done' : 'waiting' };
    }
    const { startedAt, finishedAt } = phase;
    if (finishedAt) {
      const seconds = secondsBetween(startedAt, finishedAt);
      return { ...step, state: 'done', startedAt, seconds };
    }
    const isRunning = lab.status === 'PROVISIONING';
    return { ...step, state: isRunning ? 'running' : 'failed', startedAt };
  });
}

/** The phase that runs now, if the lab is provisioning. */
export function currentStepOf(lab: Lab): PhaseStep | undefined {
  return lab.status === 'PROVISIONING'
    ? stepsOf(lab).find(step => step.state === 'running')
    : undefined;
}

/** How long the current attempt took from its first phase to its last. */
export function makingSecondsOf(lab: Lab): number | undefined {
  const first = lab.phases[0];
  const last = lab.phases[lab.phases.length - 1];
  return last?.finishedAt
    ? secondsBetween(first.startedAt, last.finishedAt)
    : undefined;
}
