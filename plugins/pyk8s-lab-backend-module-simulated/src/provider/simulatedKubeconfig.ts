import { stringify } from 'yaml';

/** Where a simulated cluster would be. RFC 2606 reserves `.invalid`: it never resolves. */
const SERVER = 'https://simulated.invalid';

/**
 * A kubeconfig that is well formed and leads nowhere.
 * @param clusterName - names its cluster, user and context
 * @param role - whose it is; a viewer's has a user and a context of their own
 */
export function simulatedKubeconfig(
  clusterName: string,
  role: 'owner' | 'viewer' = 'owner',
): string {
  const cluster = `simulated-${clusterName}`;
  const name = role === 'owner' ? cluster : `${cluster}-${role}`;
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: cluster, cluster: { server: SERVER } }],
    users: [{ name, user: {} }],
    contexts: [{ name, context: { cluster, user: name } }],
    'current-context': name,
  });
}
