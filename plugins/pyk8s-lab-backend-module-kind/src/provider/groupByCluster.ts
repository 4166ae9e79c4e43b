import type { ListedCluster } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { KindContainer } from '../docker';

/** Puts the containers of each cluster together. */
export function groupByCluster(
  containers: readonly KindContainer[],
  host: string,
): ListedCluster[] {
  const clusters = new Map<string, ListedCluster>();
  for (const { cluster, name, role, state } of containers) {
    const listed = clusters.get(cluster) ?? {
      ref: { name: cluster, host },
      nodes: [],
    };
    listed.nodes.push({ name, role, state });
    clusters.set(cluster, listed);
  }
  return [...clusters.values()];
}
