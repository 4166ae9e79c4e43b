import { useRouteRef } from '@backstage/frontend-plugin-api';
import {
  EntityDisplayName,
  EntityRefLink,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';

/**
 * A user or group, as the catalog calls them, with a link to their page where
 * the portal has a catalog.
 */
export const OwnerLink = ({ entityRef }: { entityRef: string }) => {
  const hasCatalog = useRouteRef(entityRouteRef) !== undefined;
  return hasCatalog ? (
    <EntityRefLink entityRef={entityRef} disableTooltip />
  ) : (
    <EntityDisplayName entityRef={entityRef} disableTooltip />
  );
};
