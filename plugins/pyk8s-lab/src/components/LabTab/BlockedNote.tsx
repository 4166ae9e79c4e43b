import type { LabStatus } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Alert, Text } from '@backstage/ui';
import styles from './LabTab.module.css';

/** The statuses for which the page of the lab has a banner above its tabs. */
const WITH_BANNER: readonly LabStatus[] = ['PAUSED', 'ERROR'];

/**
 * Says why something cannot be used now: plain text where the page already has a
 * banner about the status.
 */
export const BlockedNote = ({
  status,
  text,
}: {
  status: LabStatus;
  text: string;
}) =>
  WITH_BANNER.includes(status) ? (
    <Text as="p" role="status" color="secondary" className={styles.blocked}>
      {text}
    </Text>
  ) : (
    <Alert status="info" icon role="status" title={text} />
  );
