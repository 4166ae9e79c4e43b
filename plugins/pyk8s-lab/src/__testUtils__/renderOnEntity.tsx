import type { Entity } from '@backstage/catalog-model';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import type { ReactElement } from 'react';
import { renderPart, type RenderOptions } from './renderLabs';

/** An entity of the catalog, with some fields changed. */
export function anEntity(
  kind: string,
  name: string,
  metadata: Partial<Entity['metadata']> = {},
): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind,
    metadata: { namespace: 'default', name, ...metadata },
  };
}

/** Shows a part of an entity's page to Ada. */
export function renderOnEntity(
  part: ReactElement,
  entity: Entity,
  options: RenderOptions,
) {
  return renderPart(
    <EntityProvider entity={entity}>{part}</EntityProvider>,
    options,
  );
}
