import type { ProviderPhase } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';

/** The event of a phase in a line of kind's output. */
export interface PhaseLine {
  readonly phase: string;
  readonly state: 'began' | 'done' | 'failed';
}

const STATES: Record<string, PhaseLine['state']> = {
  '•': 'began',
  '✓': 'done',
  '✗': 'failed',
};

/** In their order; `printed` is the start of kind's text for a step. */
const PHASES: readonly (ProviderPhase & { readonly printed?: string })[] = [
  {
    name: 'image',
    title: 'Getting the node image',
    printed: 'Ensuring node image',
  },
  { name: 'nodes', title: 'Preparing the nodes', printed: 'Preparing nodes' },
  {
    name: 'config',
    title: 'Writing the configuration',
    printed: 'Writing configuration',
  },
  {
    name: 'control-plane',
    title: 'Starting the control plane',
    printed: 'Starting control-plane',
  },
  {
    name: 'cni',
    title: 'Installing the pod network',
    printed: 'Installing CNI',
  },
  {
    name: 'storage',
    title: 'Installing the storage class',
    printed: 'Installing StorageClass',
  },
  {
    name: 'workers',
    title: 'Joining the workers',
    printed: 'Joining worker nodes',
  },
  // kind's own wait is not used: the provider asks the cluster itself.
  { name: 'ready', title: 'Waiting until the cluster is ready' },
];

/** The phases of a cluster with this many workers. */
export function phasesWith(workers: number): ProviderPhase[] {
  return PHASES.filter(({ name }) => name !== 'workers' || workers > 0).map(
    ({ name, title }) => ({ name, title }),
  );
}

const LINE = /^\s*([•✓✗])\s+(\S.*)$/u;

/**
 * Reads a line that `kind create cluster` prints without a terminal.
 * @returns undefined for a line that does not start or end a known step
 */
export function parsePhaseLine(line: string): PhaseLine | undefined {
  const [, mark, text] = LINE.exec(line) ?? [];
  const step = PHASES.find(
    ({ printed }) => printed && text?.startsWith(printed),
  );
  return step && { phase: step.name, state: STATES[mark] };
}
