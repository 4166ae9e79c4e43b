import { InputError } from '@backstage/errors';
import type {
  ClusterLogSource,
  ClusterLogSources,
  ClusterPodLogs,
  ListedNode,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';

const UNITS = ['kubelet', 'containerd'];

/** Shows users how the logs of pods work. */
const POD: ClusterPodLogs = {
  namespace: 'default',
  name: 'simulated',
  phase: 'Simulated',
  containers: [{ name: 'simulated', init: false, restarts: 0 }],
};

export function logSources(nodes: readonly ListedNode[]): ClusterLogSources {
  return {
    nodes: nodes.map(({ name, role }) => ({ name, role, units: UNITS })),
    pods: [POD],
  };
}

/** @throws InputError when the source does not exist */
export function logText(
  source: ClusterLogSource,
  nodes: readonly ListedNode[],
  now: Date,
): string {
  return `${now.toISOString()} simulated lab: this would be the log of ${
    source.kind === 'node'
      ? describeNode(source, nodes)
      : describeContainer(source)
  }\n`;
}

function describeNode(
  { node, unit }: Extract<ClusterLogSource, { kind: 'node' }>,
  nodes: readonly ListedNode[],
): string {
  const names = nodes.map(({ name }) => name);
  if (!names.includes(node)) {
    throw new InputError(
      `The simulated lab has no such node; it has ${names.join(', ')}.`,
    );
  }
  if (unit !== undefined && !UNITS.includes(unit)) {
    throw new InputError(
      `The simulated node has no such service; it has ${UNITS.join(', ')}.`,
    );
  }
  return unit === undefined
    ? `the node ${node}`
    : `${unit} on the node ${node}`;
}

function describeContainer({
  namespace,
  pod,
  container,
  previous,
}: Extract<ClusterLogSource, { kind: 'pod' }>): string {
  const [{ name }] = POD.containers;
  if (namespace !== POD.namespace || pod !== POD.name) {
    throw new InputError(
      `The simulated lab has no such pod; it has ${POD.name} in the namespace ${POD.namespace}.`,
    );
  }
  if (container !== undefined && container !== name) {
    throw new InputError(
      `The simulated pod has no such container; it has ${name}.`,
    );
  }
  if (previous) {
    throw new InputError(
      'The simulated container was never restarted: it has no previous log.',
    );
  }
  return `the container ${name} of the pod ${pod}`;
}
