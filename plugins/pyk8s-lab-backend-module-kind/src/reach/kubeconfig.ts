import { parse, stringify } from 'yaml';

/** What is used of the file that kubeadm writes for the administrator. */
interface AdminConfig {
  clusters?: { cluster?: { 'certificate-authority-data'?: string } }[];
  users?: { user?: Record<string, string> }[];
}

/**
 * The administrator's kubeconfig, with the API server at another address, and
 * everything in it named as kind does.
 *
 * @param adminConf - `/etc/kubernetes/admin.conf` of the control plane
 * @param server - such as `https://localhost:30001`
 * @throws Error when the file is not what kubeadm writes
 */
export function kubeconfigFor(
  adminConf: string,
  clusterName: string,
  server: string,
): string {
  const config = parse(adminConf) as AdminConfig | null;
  const authority =
    config?.clusters?.[0]?.cluster?.['certificate-authority-data'];
  const user = config?.users?.[0]?.user;
  if (!authority || !user) {
    throw new Error(
      `The control plane of ${clusterName} has no administrator's kubeconfig.`,
    );
  }
  const name = `kind-${clusterName}`;
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      { name, cluster: { 'certificate-authority-data': authority, server } },
    ],
    users: [{ name, user }],
    contexts: [{ name, context: { cluster: name, user: name } }],
    'current-context': name,
  });
}
