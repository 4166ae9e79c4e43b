import { ANNOTATION_KUBERNETES_AUTH_PROVIDER } from '@backstage/plugin-kubernetes-common';
import type { ClusterDetails } from '@backstage/plugin-kubernetes-node';
import type { ClusterAccess as ClientAccess } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { ClusterAccess } from './readKubeconfig';

/** Marks the clusters of labs, also in copies that another module makes. */
const LAB_MARK = 'pyk8s-lab/is-lab';

/**
 * How the Kubernetes plugin accesses a lab. Its API does not expose the authentication
 * metadata.
 */
export function detailsOfAccess(
  access: ClusterAccess,
): Pick<ClusterDetails, 'url' | 'caData' | 'authMetadata'> {
  return {
    url: access.url,
    caData: access.caData,
    authMetadata: {
      // The strategy that uses a given token.
      [ANNOTATION_KUBERNETES_AUTH_PROVIDER]: 'serviceAccount',
      serviceAccountToken: access.token,
      [LAB_MARK]: 'true',
    },
  };
}

/**
 * The access of the bounded client to a lab.
 * @returns undefined for a cluster that is not a lab
 */
export function labAccessOf({
  url,
  caData,
  authMetadata,
}: ClusterDetails): ClientAccess | undefined {
  return authMetadata[LAB_MARK] === undefined
    ? undefined
    : clientAccess({ url, caData, token: authMetadata.serviceAccountToken });
}

/** The access of the bounded client to a cluster. */
export function clientAccess({
  url,
  caData,
  token,
}: ClusterAccess): ClientAccess {
  return {
    server: url,
    ...(caData !== undefined && {
      authority: Buffer.from(caData, 'base64').toString('utf8'),
    }),
    user: { token },
  };
}
