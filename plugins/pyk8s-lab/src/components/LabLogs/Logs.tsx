import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Card, CardBody, Flex, Skeleton, Text } from '@backstage/ui';
import { useLogSources } from '../../hooks';
import { ErrorState } from '../ErrorState';
import { SimulatedBadge } from '../Simulated';
import { ChosenLog } from './ChosenLog';
import styles from './LabLogs.module.css';

/** What has logs changes when one of these does. */
const occasionOf = ({ status, attempt, phases }: Lab) =>
  [status, attempt, status === 'PROVISIONING' && phases.length].join();

/** The logs of a lab, as soon as it is known which there are. */
export const Logs = ({ lab }: { lab: Lab }) => {
  const { sources, error, isLoading, refresh } = useLogSources(
    lab.id,
    occasionOf(lab),
  );
  return (
    <Card>
      <CardBody>
        <div className={styles.logs}>
          {lab.simulated && (
            <Flex align="center" gap="2">
              <SimulatedBadge />
              <Text as="p" color="secondary" className={styles.note}>
                Nothing real writes logs here: what they say is made up.
              </Text>
            </Flex>
          )}
          {!sources && error && (
            <ErrorState
              error={error}
              what="the logs of this lab"
              onRetry={refresh}
            />
          )}
          {!sources && !error && <Skeleton width="100%" height={480} />}
          {sources && (
            <ChosenLog
              lab={lab}
              sources={sources}
              from={{ error, isLoading, refresh }}
            />
          )}
        </div>
      </CardBody>
    </Card>
  );
};
