import { Flex, Skeleton, VisuallyHidden } from '@backstage/ui';
import type { ReactNode } from 'react';
import { ClockOffsetProvider, type FollowedLabs } from '../../hooks';
import { useTranslate } from '../../translation';
import { ErrorState } from '../common/ErrorState';
import { LabSummaries } from './LabSummaries';

/** Labs of one source in a card, or why there are none to show. */
export const FollowedSummaries = ({
  followed,
  label,
  showsOwners = false,
  empty,
}: {
  followed: FollowedLabs;
  /** What the list is called. */
  label: string;
  /** They may have more than one owner. */
  showsOwners?: boolean;
  /** What to show where there are no labs. */
  empty: ReactNode;
}) => {
  const t = useTranslate();
  const { labs, isLoading, error, state, retry } = followed;
  if (isLoading) {
    return (
      <Flex direction="column" gap="3" aria-busy="true">
        <VisuallyHidden role="status">
          {t('entity.summaries.loading')}
        </VisuallyHidden>
        <Skeleton width="100%" height={44} />
        <Skeleton width="100%" height={44} />
      </Flex>
    );
  }
  if (error) {
    return <ErrorState error={error} what="labs" onRetry={retry} />;
  }
  if (labs.length === 0) {
    return <>{empty}</>;
  }
  return (
    <ClockOffsetProvider value={state.clockOffsetMs}>
      <LabSummaries labs={labs} label={label} showsOwners={showsOwners} />
    </ClockOffsetProvider>
  );
};
