import type { LabStatus } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Alert, Card, CardBody, Skeleton } from '@backstage/ui';
import type { ReactNode } from 'react';
import { BlockedNote } from './BlockedNote';
import styles from './LabTab.module.css';

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
