import {
  RELATION_DEPENDS_ON,
  stringifyEntityRef,
  type Entity,
} from '@backstage/catalog-model';
import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { clusterNameOf, isOwn } from '../clusters/toClusterDetails';

/** The annotation by which an entity says in which cluster it is. */
const CLUSTER_ANNOTATION = 'backstage.io/kubernetes-cluster';
const LAB_NAME =
  /^lab-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Which labs are asked about an entity, and whether other clusters are too. */
export interface ChosenLabs {
  readonly labs: readonly Lab[];
  readonly onlyThese: boolean;
}

/**
 * Chooses the labs in which an entity may be, so that its page does not ask all that
 * somebody may read:
 * - the one that its annotation names, and no other cluster then;
 * - those that were made for it, or that it depends on in the catalog;
 * - then those that are made for nothing in particular and are the person's own.
 *
 * @param labs - those that the person may read
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

/** As Backstage writes entity refs. */
function inLowerCase(ref: string): string {
  return ref.toLocaleLowerCase('en-US');
}
