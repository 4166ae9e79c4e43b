import {
  RELATION_DEPENDS_ON,
  stringifyEntityRef,
  type Entity,
} from '@backstage/catalog-model';
import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { clusterNameOf, isOwn } from '../clusters/toClusterDetails';

/** The annotation with the cluster of an entity. */
const CLUSTER_ANNOTATION = 'backstage.io/kubernetes-cluster';
const LAB_NAME =
  /^lab-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Which labs to read for an entity, and whether other clusters are read too. */
export interface ChosenLabs {
  readonly labs: readonly Lab[];
  readonly onlyThese: boolean;
}

/**
 * Selects the labs that may run an entity, so that its page does not read all labs of a
 * user:
 * - the one in its annotation, and no other cluster then;
 * - those that are for it, or that it depends on in the catalog;
 * - then the user's own labs without a component.
 *
 * @param labs - those that the user may read
 */
export function chooseLabs(
  entity: Entity,
  labs: readonly Lab[],
  viewerRef: string,
): ChosenLabs {
  const named = entity.metadata.annotations?.[CLUSTER_ANNOTATION];
  if (named && LAB_NAME.test(named)) {
    return {
      labs: labs.filter(lab => clusterNameOf(lab) === named),
      onlyThese: true,
    };
  }
  const ref = stringifyEntityRef(entity);
  const needed = new Set(
    entity.relations
      ?.filter(({ type }) => type === RELATION_DEPENDS_ON)
      .map(({ targetRef }) => inLowerCase(targetRef)),
  );
  const isForIt = (lab: Lab) =>
    (lab.component !== undefined && inLowerCase(lab.component) === ref) ||
    needed.has(inLowerCase(lab.entityRef));
  const isForNothing = (lab: Lab) =>
    !isForIt(lab) && lab.component === undefined && isOwn(lab, viewerRef);
  return {
    labs: [...labs.filter(isForIt), ...labs.filter(isForNothing)],
    onlyThese: false,
  };
}

/** The form of entity refs in Backstage. */
function inLowerCase(ref: string): string {
  return ref.toLocaleLowerCase('en-US');
}
