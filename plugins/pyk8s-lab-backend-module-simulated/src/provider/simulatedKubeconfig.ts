import { stringify } from 'yaml';

/** Where a simulated cluster would be. RFC 2606 reserves `.invalid`: it never resolves. */
const SERVER = 'https://simulated.invalid';

/**
 * A kubeconfig that is well formed and leads nowhere.
 * @param clusterName - names its cluster, user and context
 */
export function simulatedKubeconfig(clusterName: string): string {
  const name = `simulated-${clusterName}`;
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name, cluster: { server: SERVER } }],
    users: [{ name, user: {} }],
    contexts: [{ name, context: { cluster: name, user: name } }],
    'current-context': name,
  });
}
