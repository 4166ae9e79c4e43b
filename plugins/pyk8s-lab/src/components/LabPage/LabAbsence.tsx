import { useRouteRef } from '@backstage/frontend-plugin-api';
import {
  ButtonLink,
  Flex,
  Skeleton,
  Text,
  VisuallyHidden,
} from '@backstage/ui';
import { RiFlaskLine } from '@remixicon/react';
import type { LabResult } from '../../hooks';
import { labsRouteRef } from '../../routes';
import { useTranslate } from '../../translation';
import { ErrorState } from '../common/ErrorState';

/** Why a lab is not followed any more: it is deleted, or not to be seen. */
export type Ended = 'gone' | 'hidden';

/** What is on a lab's page while there is no lab to show. */
export const LabAbsence = ({ result }: { result: LabResult }) => {
  const t = useTranslate();
  const labsRoute = useRouteRef(labsRouteRef);
  if (result.isNotFound) {
    return (
      <Flex direction="column" align="center" gap="3" p="8" role="alert">
        <RiFlaskLine size={40} aria-hidden="true" />
        <Text as="h2" variant="title-x-small">
          {t('labPage.notFound.title')}
        </Text>
        <Text as="p" color="secondary">
          {t('labPage.notFound.text')}
        </Text>
        <ButtonLink variant="secondary" href={labsRoute?.()}>
          {t('labPage.backToLabs')}
        </ButtonLink>
      </Flex>
    );
  }
  if (result.state.error) {
    return (
      <ErrorState
        error={result.state.error}
        what="lab"
        onRetry={result.retry}
      />
    );
  }
  return (
    <Flex direction="column" gap="4" pt="5" aria-busy="true">
      <VisuallyHidden role="status">{t('labPage.loading')}</VisuallyHidden>
      <Skeleton width={240} height={32} />
      <Skeleton width="60%" height={20} />
      <Skeleton width="100%" height={240} />
    </Flex>
  );
};
