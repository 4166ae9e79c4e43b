import type {
  ListedCluster,
  ListedNode,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { KindContainer } from '../docker/DockerHost';

/**
 * Whether a container is stopped, keeps its content, and can be started.
 * @param container - state: Docker's
 * @see https://docs.docker.com/reference/cli/docker/container/ls/#status
 */
export function isStopped({ state }: { readonly state: string }): boolean {
  return ['exited', 'created', 'dead'].includes(state);
}

/**
 * Groups containers by cluster.
 * @param others - clusters that may have leftovers other than containers
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
