import type { KubeconfigReach } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { stringify } from 'yaml';

/** RFC 2606 reserves `.invalid`: it never resolves. */
const SERVERS: Record<KubeconfigReach, string> = {
  people: 'https://simulated.invalid',
  portal: 'https://portal.simulated.invalid',
};

/**
 * A well-formed kubeconfig whose server does not exist.
 * @param role - the user and the context of a viewer have names of their own
 * @param reach - the network from which the address would work
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
