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
import { ErrorState } from '../ErrorState';

/** What is on a lab's page while there is no lab to show. */
export const LabAbsence = ({ result }: { result: LabResult }) => {
  const labsRoute = useRouteRef(labsRouteRef);
  if (result.isNotFound) {
    return (
      <Flex direction="column" align="center" gap="3" p="8" role="alert">
        <RiFlaskLine size={40} aria-hidden="true" />
        <Text as="h2" variant="title-x-small">
          There is no such lab
        </Text>
        <Text as="p" color="secondary">
          It may have been removed long ago, or it belongs to somebody else.
        </Text>
        <ButtonLink variant="secondary" href={labsRoute?.()}>
          Back to all labs
        </ButtonLink>
      </Flex>
    );
  }
  if (result.state.error) {
    return (
      <ErrorState
        error={result.state.error}
        what="this lab"
        onRetry={result.retry}
      />
    );
  }
  return (
    <Flex direction="column" gap="4" pt="5" aria-busy="true">
      <VisuallyHidden role="status">Loading the lab</VisuallyHidden>
      <Skeleton width={240} height={32} />
      <Skeleton width="60%" height={20} />
      <Skeleton width="100%" height={240} />
    </Flex>
  );
};
