import type { KubeconfigReach } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { stringify } from 'yaml';

/** Where a simulated cluster would be. RFC 2606 reserves `.invalid`: it never resolves. */
const SERVERS: Record<KubeconfigReach, string> = {
  people: 'https://simulated.invalid',
  portal: 'https://portal.simulated.invalid',
};

/**
 * A kubeconfig that is well formed and leads nowhere.
 * @param clusterName - names its cluster, user and context
 * @param role - whose it is; a viewer's has a user and a context of their own
 * @param reach - from where its address would work
 */
export function simulatedKubeconfig(
  clusterName: string,
  role: 'owner' | 'viewer',
  reach: KubeconfigReach = 'people',
): string {
  const cluster = `simulated-${clusterName}`;
  const name = role === 'owner' ? cluster : `${cluster}-${role}`;
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: cluster, cluster: { server: SERVERS[reach] } }],
    users: [{ name, user: {} }],
    contexts: [{ name, context: { cluster, user: name } }],
    'current-context': name,
  });
}
