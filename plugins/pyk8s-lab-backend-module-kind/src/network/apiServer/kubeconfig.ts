import {
  readCredentials,
  writeKubeconfig,
  type ClusterAccess,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';

/** The administrator of a cluster, as kubeadm makes it. */
export type AdminCredentials = Required<
  Pick<ClusterAccess, 'authority' | 'user'>
>;

/**
 * The administrator's credentials, of a file that the lab's owner can write: its
 * certificates and its key are taken and nothing else, least of all an address.
 *
 * @param adminConf - `/etc/kubernetes/admin.conf` of the control plane
 * @throws Error when the file is not what kubeadm writes; it holds nothing of it
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

/** The administrator's kubeconfig, with everything in it named as kind does. */
export function kubeconfigFor(
  access: ClusterAccess,
  clusterName: string,
): string {
  const name = `kind-${clusterName}`;
  return writeKubeconfig(access, { cluster: name, user: name });
}

/**
 * A viewer's kubeconfig. Its user and its context have names of their own, so that
 * it can be merged with the administrator's.
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
