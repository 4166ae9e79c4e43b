import { parseEntityRef } from '@backstage/catalog-model';
import type { ClusterDetails } from '@backstage/plugin-kubernetes-node';
import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { detailsOfAccess } from './labDetails';
import type { ClusterAccess } from './readKubeconfig';

/** Whether a lab is somebody's own, rather than of a group or of another. */
export function isOwn({ owner }: Pick<Lab, 'owner'>, userRef: string): boolean {
  // Labs have their owners in lower case, whatever a sign-in makes of a name.
  return owner === userRef.toLocaleLowerCase('en-US');
}

/**
 * What the Kubernetes plugin calls the cluster of a lab: as the catalog calls the
 * lab's entity, since names of labs are unique for their owners only.
 */
export function clusterNameOf(lab: Pick<Lab, 'entityRef'>): string {
  return parseEntityRef(lab.entityRef).name;
}

/**
 * The cluster of a lab for the Kubernetes plugin.
 * @param viewerRef - the entity ref of the person whom it is shown to
 */
export function toClusterDetails(
  lab: Lab,
  access: ClusterAccess,
  viewerRef: string,
): ClusterDetails {
  return {
    name: clusterNameOf(lab),
    title: titleOf(lab, viewerRef),
    ...detailsOfAccess(access),
    // Labs come without a metrics server, which would be shown as an error.
    skipMetricsLookup: true,
  };
}

/** What people read: whose it is, where it is not their own. */
function titleOf(lab: Lab, viewerRef: string): string {
  return isOwn(lab, viewerRef)
    ? `${lab.name} (lab)`
    : `${lab.name} (lab of ${parseEntityRef(lab.owner).name})`;
}
