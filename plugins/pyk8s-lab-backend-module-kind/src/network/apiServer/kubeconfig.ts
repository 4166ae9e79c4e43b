import {
  readCredentials,
  writeKubeconfig,
  type ClusterAccess,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';

/** The credentials of kubeadm's administrator. */
export type AdminCredentials = Required<
  Pick<ClusterAccess, 'authority' | 'user'>
>;

/**
 * Reads the administrator's credentials from a file that the lab's owner can write.
 * Only certificates and key are used, never an address.
 *
 * @param adminConf - `/etc/kubernetes/admin.conf` of the control plane
 * @throws Error when kubeadm did not write the file; the message does not quote it
 */
export function readAdminConf(
  adminConf: string,
  clusterName: string,
): AdminCredentials {
  const credentials = credentialsIn(adminConf);
  if (
    !credentials?.authority ||
    !credentials.user ||
    !('certificate' in credentials.user)
  ) {
    throw new Error(
      `The control plane of ${clusterName} has no administrator's kubeconfig.`,
    );
  }
  const { authority, user } = credentials;
  return { authority, user };
}

function credentialsIn(adminConf: string) {
  try {
    return readCredentials(adminConf);
  } catch {
    return undefined;
  }
}

/** The administrator's kubeconfig, with the names that kind uses. */
export function kubeconfigFor(
  access: ClusterAccess,
  clusterName: string,
): string {
  const name = `kind-${clusterName}`;
  return writeKubeconfig(access, { cluster: name, user: name });
}

/**
 * A viewer's kubeconfig. The names of its user and context differ from the
 * administrator's, so that both can be merged.
 */
export function viewerKubeconfigFor(
  access: Pick<ClusterAccess, 'authority' | 'server'>,
  clusterName: string,
  token: string,
): string {
  const { authority, server } = access;
  const cluster = `kind-${clusterName}`;
  return writeKubeconfig(
    { authority, server, user: { token } },
    { cluster, user: `${cluster}-viewer` },
  );
}
