import {
  writeKubeconfig,
  type ClusterAccess,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';

/**
 * The kubeconfig that a person gets, composed of the known fields of a cluster's
 * access. Its context, cluster and user are named `kind-<lab>` after kind's custom,
 * rather than after the cluster name, which says nothing to people.
 *
 * @param labName - the lab's name, an RFC 1123 label
 */
export function userKubeconfig(access: ClusterAccess, labName: string): string {
  const name = `kind-${labName}`;
  return writeKubeconfig(access, { cluster: name, user: name });
}
