import { useRouteRef } from '@backstage/frontend-plugin-api';
import {
  EntityRefLink,
  entityRouteRef,
  useEntityPresentation,
} from '@backstage/plugin-catalog-react';
import styles from './OwnerLine.module.css';

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
