import type { LabPhaseName } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';

/** What a line of kind's output says of a phase. */
export interface PhaseLine {
  readonly phase: LabPhaseName;
  readonly state: 'began' | 'done' | 'failed';
}

const STATES: Record<string, PhaseLine['state']> = {
  '•': 'began',
  '✓': 'done',
  '✗': 'failed',
};

/** kind's own words for each of its steps. */
const STEPS: readonly (readonly [string, LabPhaseName])[] = [
  ['Ensuring node image', 'image'],
  ['Preparing nodes', 'nodes'],
  ['Writing configuration', 'config'],
  ['Starting control-plane', 'control-plane'],
  ['Installing CNI', 'cni'],
  ['Installing StorageClass', 'storage'],
  ['Joining worker nodes', 'workers'],
];

const LINE = /^\s*([•✓✗])\s+(\S.*)$/u;

/**
 * Reads a line that `kind create cluster` prints where it has no terminal.
 * @returns undefined for a line that begins or ends no known step
 */
export function parsePhaseLine(line: string): PhaseLine | undefined {
  const [, mark, text] = LINE.exec(line) ?? [];
  const step = STEPS.find(([words]) => text?.startsWith(words));
  return step && { phase: step[1], state: STATES[mark] };
}
