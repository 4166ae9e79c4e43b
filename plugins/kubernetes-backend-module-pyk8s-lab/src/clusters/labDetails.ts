import { ANNOTATION_KUBERNETES_AUTH_PROVIDER } from '@backstage/plugin-kubernetes-common';
import type { ClusterDetails } from '@backstage/plugin-kubernetes-node';
import type { ClusterAccess as ClientAccess } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { ClusterAccess } from './readKubeconfig';

/** Marks the clusters of labs, also in a copy that another module has made. */
const LAB_MARK = 'pyk8s-lab/is-lab';

/** How the Kubernetes plugin gets to a lab. The authentication metadata is shown to nobody. */
export function detailsOfAccess(
  access: ClusterAccess,
): Pick<ClusterDetails, 'url' | 'caData' | 'authMetadata'> {
  return {
    url: access.url,
    caData: access.caData,
    authMetadata: {
      // The strategy that takes a token as it is.
      [ANNOTATION_KUBERNETES_AUTH_PROVIDER]: 'serviceAccount',
      serviceAccountToken: access.token,
      [LAB_MARK]: 'true',
    },
  };
}

/**
 * What the bounded client asks a lab with.
 * @returns undefined for a cluster that is no lab
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

/** What the bounded client asks a cluster with. */
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
