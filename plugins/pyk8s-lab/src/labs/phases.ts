import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { secondsBetween } from './time';

/** A phase of one lab, as it is shown. */
export interface PhaseStep {
  name: string;
  title: string;
  state: 'waiting' | 'running' | 'done' | 'failed';
  startedAt?: string;
  /** How long it took; undefined until it is done. */
  seconds?: number;
}

/**
 * The phases of a lab with how far it is: all of them until it has been running, and
 * those that it went through afterwards. The provider may know no title of an old
 * lab's phase.
 *
 * @param lab - a lab in any status
 */
export function stepsOf(lab: Lab): PhaseStep[] {
  const started = new Map(lab.phases.map(phase => [phase.name, phase]));
  return (lab.plannedPhases ?? lab.phases).map(({ name, title }) => {
    const phase = started.get(name);
    const step = { name, title: title ?? name };
    if (!phase) {
      return { ...step, state: 'waiting' };
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
