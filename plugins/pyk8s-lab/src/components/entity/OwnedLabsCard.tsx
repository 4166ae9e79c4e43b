import { stringifyEntityRef } from '@backstage/catalog-model';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import {
  EntityInfoCard,
  useEntity,
  useEntityPresentation,
} from '@backstage/plugin-catalog-react';
import { Link, Text } from '@backstage/ui';
import { useFollowedLabs, useLabsOf } from '../../hooks';
import { labsRouteRef } from '../../routes';
import { useTranslate } from '../../translation';
import { FollowedSummaries } from '../LabList/FollowedSummaries';

const OwnedLabs = ({ owner }: { owner: string }) => {
  const t = useTranslate();
  const { primaryTitle: name } = useEntityPresentation(owner);
  const followed = useFollowedLabs(useLabsOf('owner', owner));
  const labsPath = useRouteRef(labsRouteRef)?.();
  const count = followed.labs.length;
  return (
    <EntityInfoCard
      title={t('entity.ownedLabs.title')}
      footerActions={
        labsPath &&
        count > 0 && (
          <Link href={`${labsPath}?owner=all&of=${encodeURIComponent(owner)}`}>
            {t('entity.ownedLabs.all', { count })}
          </Link>
        )
      }
    >
      <FollowedSummaries
        followed={followed}
        label={t('entity.ownedLabs.list', { owner: name })}
        empty={
          <Text as="p" color="secondary">
            {t('entity.ownedLabs.empty', { owner: name })}
          </Text>
        }
      />
    </EntityInfoCard>
  );
};

/** The labs of the user or group whose page it is. */
export const OwnedLabsCard = () => {
  const owner = stringifyEntityRef(useEntity().entity);
  // Another owner's labs have nothing in common with these.
  return <OwnedLabs key={owner} owner={owner} />;
};
