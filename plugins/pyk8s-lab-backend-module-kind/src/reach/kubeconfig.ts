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
  const { authority, user } = readAdminConf(adminConf, clusterName);
  const name = `kind-${clusterName}`;
  return writeKubeconfig({ cluster: name, name, authority, server, user });
}

/**
 * A viewer's kubeconfig. Its user and its context have names of their own, so that
 * it can be merged with the administrator's.
 *
 * @param adminConf - `/etc/kubernetes/admin.conf` of the control plane, of which
 *   the cluster's certificate is taken and nothing else
 * @param server - such as `https://localhost:30001`
 * @throws Error when the file is not what kubeadm writes
 */
export function viewerKubeconfigFor(
  adminConf: string,
  clusterName: string,
  server: string,
  token: string,
): string {
  const { authority } = readAdminConf(adminConf, clusterName);
  const cluster = `kind-${clusterName}`;
  return writeKubeconfig({
    cluster,
    name: `${cluster}-viewer`,
    authority,
    server,
    user: { token },
  });
}

function readAdminConf(adminConf: string, clusterName: string) {
  const config = parseAdminConf(adminConf);
  const authority =
    config?.clusters?.[0]?.cluster?.['certificate-authority-data'];
  const user = config?.users?.[0]?.user;
  if (!authority || !user) {
    throw new Error(
      `The control plane of ${clusterName} has no administrator's kubeconfig.`,
    );
  }
  return { authority, user };
}

/**
 * @returns undefined for what is no YAML, such as a file that is being written: the
 *   parser's own error would quote the key in it
 */
function parseAdminConf(adminConf: string): AdminConfig | undefined {
  try {
    return parse(adminConf, { logLevel: 'error' }) ?? undefined;
  } catch {
    return undefined;
  }
}

/** @param options - name: of the user and the context */
function writeKubeconfig(options: {
  cluster: string;
  name: string;
  authority: string;
  server: string;
  user: Record<string, string>;
}): string {
  const { cluster, name, authority, server, user } = options;
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      {
        name: cluster,
        cluster: { 'certificate-authority-data': authority, server },
      },
    ],
    users: [{ name, user }],
    contexts: [{ name, context: { cluster, user: name } }],
    'current-context': name,
  });
}
