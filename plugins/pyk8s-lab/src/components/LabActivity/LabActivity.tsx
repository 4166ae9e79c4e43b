import type {
  Lab,
  LabActivityCategory,
  LabEvent,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Button, Card, CardBody, Flex, Skeleton, Text } from '@backstage/ui';
import { useState } from 'react';
import { useLabActivity } from '../../hooks';
import { useTranslate } from '../../translation';
import { ErrorState } from '../common/ErrorState';
import { ActivityFilter } from './ActivityFilter';
import { ActivityEvent } from './ActivityEvent';
import styles from './LabActivity.module.css';

/** What happened to a lab, the newest first. */
export const LabActivity = ({
  lab,
  liveEvents,
}: {
  lab: Lab;
  /** What has come over the stream, the newest first. */
  liveEvents: readonly LabEvent[];
}) => {
  const t = useTranslate();
  const [category, setCategory] = useState<LabActivityCategory>();
  const { events, isLoading, error, hasMore, loadMore } = useLabActivity(
    lab.id,
    liveEvents,
    category,
  );
  return (
    <Card>
      <CardBody>
        <ActivityFilter value={category} onChange={setCategory} />
        <ol
          className={styles.list}
          aria-label={t('activity.label')}
          aria-busy={isLoading}
        >
          {events.map(event => (
            <ActivityEvent key={event.seq} event={event} />
          ))}
        </ol>
        {isLoading && <Skeleton width="100%" height={48} />}
        {error && (
          <ErrorState error={error} what="activity" onRetry={loadMore} />
        )}
        {!isLoading && !error && events.length === 0 && (
          <Text as="p" color="secondary">
            {category ? t('activity.noneOfCategory') : t('activity.empty')}
          </Text>
        )}
        {hasMore && !isLoading && !error && (
          <Flex justify="center" pt="3">
            <Button variant="secondary" onPress={loadMore}>
              {t('activity.showOlder')}
            </Button>
          </Flex>
        )}
      </CardBody>
    </Card>
  );
};
