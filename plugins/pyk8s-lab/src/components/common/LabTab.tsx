import type { LabStatus } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Alert, Card, CardBody, Skeleton, Text } from '@backstage/ui';
import type { ReactNode } from 'react';
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

/** A part of a lab's page, or why it is not there for this person. */
export const LabTab = ({
  isLoading = false,
  status,
  refusal,
  blockedBy,
  children,
}: {
  /** It is not known yet what the person may do. */
  isLoading?: boolean;
  status: LabStatus;
  /** Why there is nothing to see, and what to do. */
  refusal?: { title: string; description: string };
  /** Why not everything can be used now. */
  blockedBy?: string;
  children: ReactNode;
}) => {
  if (isLoading) {
    return <Skeleton width="100%" height={480} />;
  }
  if (refusal) {
    return <Alert status="info" icon role="status" {...refusal} />;
  }
  return (
    <Card>
      <CardBody>
        <div className={styles.parts}>
          {blockedBy && <BlockedNote status={status} text={blockedBy} />}
          {children}
        </div>
      </CardBody>
    </Card>
  );
};
