import type { KindContainer } from '../docker/DockerHost';

/**
 * The control plane of a cluster, which must run.
 *
 * @param nodes - all containers of the cluster
 * @param hint - the precondition, for users
 * @throws Error when the cluster does not exist or does not run
 */
export function controlPlaneThatRuns(
  nodes: readonly KindContainer[],
  hint: string,
): KindContainer {
  if (nodes.length === 0) {
    throw new Error('The cluster no longer exists: it has no containers.');
  }
  const node = nodes.find(({ role }) => role === 'control-plane');
  if (!node) {
    throw new Error(
      'The cluster is incomplete: its control plane no longer exists. Recreate the lab.',
    );
  }
  if (node.state !== 'running') {
    throw new Error(
      `The cluster does not run: its control plane is ${node.state}. ${hint}`,
    );
  }
  return node;
}

/**
 * All nodes of a cluster, which must run, the control plane first.
 *
 * @param nodes - all containers of the cluster
 * @param hint - the precondition, for users
 * @throws Error when the cluster does not exist or a node does not run
 */
export function nodesThatRun(
  nodes: readonly KindContainer[],
  hint: string,
): KindContainer[] {
  controlPlaneThatRuns(nodes, hint);
  const stopped = nodes.find(({ state }) => state !== 'running');
  if (stopped) {
    throw new Error(
      `The cluster is incomplete: its node ${stopped.name} is ${stopped.state}. ${hint}`,
    );
  }
  return [...nodes].sort(byRoleAndName);
}

/** The control plane first, which also comes first alphabetically. */
export function byRoleAndName(a: KindContainer, b: KindContainer): number {
  return (
    a.role.localeCompare(b.role) ||
    a.name.localeCompare(b.name, 'en', { numeric: true })
  );
}
