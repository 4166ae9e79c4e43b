import { parseEntityRef } from '@backstage/catalog-model';
import type { ClusterDetails } from '@backstage/plugin-kubernetes-node';
import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { detailsOfAccess } from './labDetails';
import type { ClusterAccess } from './readKubeconfig';

/** Whether the user owns a lab directly, not through a group. */
export function isOwn({ owner }: Pick<Lab, 'owner'>, userRef: string): boolean {
  // Owners of labs are in lower case; a sign-in may return other cases.
  return owner === userRef.toLocaleLowerCase('en-US');
}

/**
 * The name of a lab's cluster in the Kubernetes plugin: that of its catalog entity,
 * because names of labs are unique only for each owner.
 */
export function clusterNameOf(lab: Pick<Lab, 'entityRef'>): string {
  return parseEntityRef(lab.entityRef).name;
}

/**
 * The cluster of a lab for the Kubernetes plugin.
 * @param viewerRef - the entity ref of the user who sees it
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
    // Labs have no metrics server, which would be shown as an error.
    skipMetricsLookup: true,
  };
}

/** The title, with the owner of a lab that is not the user's own. */
function titleOf(lab: Lab, viewerRef: string): string {
  return isOwn(lab, viewerRef)
    ? `${lab.name} (lab)`
    : `${lab.name} (lab of ${parseEntityRef(lab.owner).name})`;
}
