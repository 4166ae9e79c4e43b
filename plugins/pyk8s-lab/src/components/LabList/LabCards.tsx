import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Card, CardBody, Flex, Text } from '@backstage/ui';
import { describeNodes, describeVersion } from '../../labs';
import { useTranslate } from '../../translation';
import type { LabDialog } from '../dialogs/LabDialogs';
import { LabMenu } from '../LabActions/LabMenu';
import { LabName } from '../common/LabName';
import { OwnerLink } from '../common/OwnerLink';
import { StatusBadge, PhaseNow, TimeLeft } from '../common/LabStatus';
import styles from './LabCards.module.css';

/** Labs as a list of cards, for narrow screens. */
export const LabCards = ({
  labs,
  onChanged,
  onAsk,
}: {
  labs: Lab[];
  /** Gets a lab as it is after a change. */
  onChanged: (lab: Lab) => void;
  /** Asks the user before something happens to a lab. */
  onAsk: (dialog: LabDialog) => void;
}) => {
  const t = useTranslate();
  return (
    <ul aria-label={t('labTable.title')} className={styles.list}>
      {labs.map(lab => (
        <li key={lab.id}>
          <Card>
            <CardBody>
              <Flex direction="column" gap="2">
                <Flex justify="between" align="start" gap="2">
                  <div className={styles.name}>
                    <LabName lab={lab} />
                  </div>
                  <Flex align="center" gap="1" className={styles.status}>
                    <StatusBadge status={lab.status} />
                    <div>
                      <LabMenu lab={lab} onChanged={onChanged} onAsk={onAsk} />
                    </div>
                  </Flex>
                </Flex>
                <PhaseNow lab={lab} />
                <Flex justify="between" align="center" gap="2">
                  <OwnerLink entityRef={lab.owner} />
                  <TimeLeft lab={lab} />
                </Flex>
                <Text variant="body-small" color="secondary">
                  {describeVersion(t, lab)} ·{' '}
                  {describeNodes(t, lab.spec.workers)}
                </Text>
              </Flex>
            </CardBody>
          </Card>
        </li>
      ))}
    </ul>
  );
};
