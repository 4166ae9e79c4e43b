import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Card, CardBody, Flex, Text } from '@backstage/ui';
import { describeNodes, versionOf } from '../../labs';
import { LabName } from '../LabName';
import { OwnerLink } from '../OwnerLink';
import { PhaseNow } from '../PhaseNow';
import { StatusBadge } from '../StatusBadge';
import { TimeLeft } from '../TimeLeft';
import styles from './LabCards.module.css';

/** Labs as a list of cards, for narrow screens. */
export const LabCards = ({ labs }: { labs: Lab[] }) => (
  <ul aria-label="Labs" className={styles.list}>
    {labs.map(lab => (
      <li key={lab.id}>
        <Card>
          <CardBody>
            <Flex direction="column" gap="2">
              <Flex justify="between" align="start" gap="2">
                <div className={styles.name}>
                  <LabName lab={lab} />
                </div>
                <StatusBadge status={lab.status} />
              </Flex>
              <PhaseNow lab={lab} />
              <Flex justify="between" align="center" gap="2">
                <OwnerLink entityRef={lab.owner} />
                <TimeLeft lab={lab} />
              </Flex>
              <Text variant="body-small" color="secondary">
                {versionOf(lab)} · {describeNodes(lab.spec.workers)}
              </Text>
            </Flex>
          </CardBody>
        </Card>
      </li>
    ))}
  </ul>
);
