import { useRouteRef } from '@backstage/frontend-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import { labCreatePermission } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Box, ButtonLink, Link, Text } from '@backstage/ui';
import { RiAddLine } from '@remixicon/react';
import { useFollowedLabs, useOwnLabs } from '../../hooks';
import { labsRouteRef } from '../../routes';
import { useTranslate } from '../../translation';
import { FollowedSummaries } from '../LabList/FollowedSummaries';
import styles from './MyLabs.module.css';

/** The labs of the user and of the user's groups, for the home page. */
export const MyLabs = () => {
  const t = useTranslate();
  const followed = useFollowedLabs(useOwnLabs());
  const { allowed } = usePermission({ permission: labCreatePermission });
  const labsPath = useRouteRef(labsRouteRef)?.();
  return (
    // The home page's cards are not of this library: it does not know of them.
    <Box bg="neutral">
      <FollowedSummaries
        followed={followed}
        label={t('home.list')}
        showsOwners
        empty={
          <>
            <Text as="p" color="secondary" className={styles.text}>
              {t('home.emptyText')}
            </Text>
            {allowed && labsPath && (
              <ButtonLink
                variant="primary"
                iconStart={<RiAddLine />}
                href={labsPath}
              >
                {t('home.create')}
              </ButtonLink>
            )}
          </>
        }
      />
    </Box>
  );
};

/** Leads from the home page to all labs of the user. */
export const MyLabsLink = () => {
  const t = useTranslate();
  const labsPath = useRouteRef(labsRouteRef)?.();
  return <>{labsPath && <Link href={labsPath}>{t('home.all')}</Link>}</>;
};
