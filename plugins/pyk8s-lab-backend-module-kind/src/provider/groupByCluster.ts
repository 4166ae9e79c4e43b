import type {
  ListedCluster,
  ListedNode,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { isStopped } from '../docker/isStopped';
import type { KindContainer } from '../docker/DockerHost';

/**
 * Puts the containers of each cluster together.
 * @param others - clusters that may have no container, but have something else left
 */
export function groupByCluster(
  containers: readonly KindContainer[],
  others: readonly string[],
  host: string,
): ListedCluster[] {
  const clusters = new Map<string, ListedCluster>();
  for (const { cluster, name, role, state } of containers) {
    const listed = clusters.get(cluster) ?? {
      ref: { name: cluster, host },
      nodes: [],
    };
    listed.nodes.push({ name, role, state: stateOf(state), detail: state });
    clusters.set(cluster, listed);
  }
  for (const cluster of others) {
    if (!clusters.has(cluster)) {
      clusters.set(cluster, { ref: { name: cluster, host }, nodes: [] });
    }
  }
  return [...clusters.values()];
}

function stateOf(state: string): ListedNode['state'] {
  if (isStopped({ state })) {
    return 'stopped';
  }
  return state === 'running' ? 'running' : 'unknown';
}
