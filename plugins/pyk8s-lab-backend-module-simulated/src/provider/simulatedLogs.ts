import { InputError } from '@backstage/errors';
import type {
  ClusterLogSource,
  ClusterLogSources,
  ClusterPodLogs,
  ListedNode,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';

const UNITS = ['kubelet', 'containerd'];

/** So that people see how the logs of pods work. */
const POD: ClusterPodLogs = {
  namespace: 'default',
  name: 'simulated',
  phase: 'Simulated',
  containers: [{ name: 'simulated', init: false, restarts: 0 }],
};

/** What a simulated lab says that it has. */
export function simulatedLogSources(
  nodes: readonly ListedNode[],
): ClusterLogSources {
  return {
    nodes: nodes.map(({ name, role }) => ({ name, role, units: UNITS })),
    pods: [POD],
  };
}

/**
 * What is in the place of a log.
 *
 * @param now - the time of its line
 * @throws InputError when the simulated lab does not have that source
 */
export function simulatedLog(
  source: ClusterLogSource,
  nodes: readonly ListedNode[],
  now: Date,
): string {
  return `${now.toISOString()} simulated lab: this would be the log of ${
    source.kind === 'node'
      ? nodeInWords(source, nodes)
      : containerInWords(source)
  }\n`;
}

function nodeInWords(
  { node, unit }: Extract<ClusterLogSource, { kind: 'node' }>,
  nodes: readonly ListedNode[],
): string {
  const names = nodes.map(({ name }) => name);
  if (!names.includes(node)) {
    throw new InputError(
      `There is no such node in the simulated lab; there is ${names.join(
        ', ',
      )}.`,
    );
  }
  if (unit !== undefined && !UNITS.includes(unit)) {
    throw new InputError(
      `There is no such service of a node; there is ${UNITS.join(', ')}.`,
    );
  }
  return unit === undefined
    ? `the node ${node}`
    : `${unit} on the node ${node}`;
}

function containerInWords({
  namespace,
  pod,
  container,
  previous,
}: Extract<ClusterLogSource, { kind: 'pod' }>): string {
  const [{ name }] = POD.containers;
  if (namespace !== POD.namespace || pod !== POD.name) {
    throw new InputError(
      `There is no such pod in the simulated lab; there is ${POD.name} in the namespace ${POD.namespace}.`,
    );
  }
  if (container !== undefined && container !== name) {
    throw new InputError(
      `There is no such container in the simulated pod; there is ${name}.`,
    );
  }
  if (previous) {
    throw new InputError(
      'The simulated container was never started again: it has no previous log.',
    );
  }
  return `the container ${name} of the pod ${pod}`;
}
