import type {
  Lab,
  LabEvent,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Button, Card, CardBody, Flex, Skeleton, Text } from '@backstage/ui';
import { useLabActivity } from '../../hooks';
import { ErrorState } from '../ErrorState';
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
  const { events, isLoading, error, hasMore, loadMore } = useLabActivity(
    lab.id,
    liveEvents,
  );
  return (
    <Card>
      <CardBody>
        <ol className={styles.list} aria-label="Activity" aria-busy={isLoading}>
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
            Nothing has happened yet.
          </Text>
        )}
        {hasMore && !isLoading && !error && (
          <Flex justify="center" pt="3">
            <Button variant="secondary" onPress={loadMore}>
              Show older
            </Button>
          </Flex>
        )}
      </CardBody>
    </Card>
  );
};
