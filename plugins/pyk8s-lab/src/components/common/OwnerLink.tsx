import { useRouteRef } from '@backstage/frontend-plugin-api';
import {
  EntityDisplayName,
  EntityRefLink,
  entityRouteRef,
  useEntityPresentation,
} from '@backstage/plugin-catalog-react';
import styles from './OwnerLink.module.css';

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

/**
 * A user or group with a link, on one line: a name that is too long for it ends
 * with an ellipsis, and is whole in the title.
 */
export const OwnerLine = ({ entityRef }: { entityRef: string }) => {
  const hasCatalog = useRouteRef(entityRouteRef) !== undefined;
  const { primaryTitle, Icon } = useEntityPresentation(entityRef);
  // The catalog's own display of names cannot be shortened.
  const owner = (
    <span className={styles.line} title={primaryTitle}>
      {Icon && (
        <span className={styles.icon}>
          <Icon fontSize="inherit" />
        </span>
      )}
      <span className={styles.name}>{primaryTitle}</span>
    </span>
  );
  return hasCatalog ? (
    <EntityRefLink entityRef={entityRef}>{owner}</EntityRefLink>
  ) : (
    owner
  );
};
