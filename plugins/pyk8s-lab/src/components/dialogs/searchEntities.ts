import type { Entity } from '@backstage/catalog-model';
import { stringifyEntityRef } from '@backstage/catalog-model';
import type { CatalogApi } from '@backstage/plugin-catalog-react';

/** The most entities that a list offers; typing more narrows the search. */
const MAX_RESULTS = 25;

/** A kind of entity that can be chosen. */
export type EntityKind = 'Component' | 'User' | 'Group';

/** An entity of the catalog, as an option of a list. */
export interface EntityOption {
  /** The entity ref. */
  id: string;
  label: string;
  /** Tells apart entities of the same title. */
  description: string;
}

/**
 * Searches the catalog for entities by name, title or display name.
 *
 * @param text - all entities of the kinds where it is empty
 */
export async function searchEntities(
  catalogApi: CatalogApi,
  kinds: readonly EntityKind[],
  text: string,
): Promise<EntityOption[]> {
  const term = text.trim();
  const { items } = await catalogApi.queryEntities({
    filter: { kind: [...kinds] },
    fields: [
      'kind',
      'metadata.name',
      'metadata.namespace',
      'metadata.title',
      'spec.profile.displayName',
    ],
    ...(term && {
      fullTextFilter: {
        term,
        fields: ['metadata.name', 'metadata.title', 'spec.profile.displayName'],
      },
    }),
    orderFields: { field: 'metadata.name', order: 'asc' },
    limit: MAX_RESULTS,
    totalItems: 'exclude',
  });
  return items.map(toOption);
}

function toOption(entity: Entity): EntityOption {
  const ref = stringifyEntityRef(entity);
  return { id: ref, label: titleOf(entity), description: ref };
}

function titleOf({ metadata, spec }: Entity): string {
  const profile = spec?.profile;
  const displayName =
    typeof profile === 'object' && profile && 'displayName' in profile
      ? profile.displayName
      : undefined;
  return (
    (typeof displayName === 'string' && displayName) ||
    metadata.title ||
    metadata.name
  );
}
