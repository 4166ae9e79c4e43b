import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Alert, Card, CardBody, Skeleton, Text } from '@backstage/ui';
import { kubeconfigFileName, type LabPermissions } from '../../hooks';
import { abilitiesOf, contextNameOf } from '../../labs';
import { useTranslate } from '../../translation';
import { CopyBlock } from '../CopyBlock';
import { KubeconfigDownloads } from './KubeconfigDownloads';
import styles from './LabConnection.module.css';

/** How to reach a lab with kubectl. */
export const LabConnection = ({
  lab,
  may,
  isHidden,
}: {
  lab: Lab;
  may: LabPermissions;
  /** The user may not see the lab any more. */
  isHidden: boolean;
}) => {
  const t = useTranslate();
  const commands = [
    `export KUBECONFIG="$HOME/Downloads/${kubeconfigFileName(lab)}"`,
    `kubectl --context ${contextNameOf(lab)} get nodes`,
  ].join('\n');
  if (may.isLoading) {
    return <Skeleton width="100%" height={320} />;
  }
  if (!may.mayConnect || isHidden) {
    return (
      <Alert
        status="info"
        icon
        role="status"
        title="You may not connect to this lab"
        description="Its owner can give you a kubeconfig for viewers, or make you a member of the group that owns it."
      />
    );
  }
  const obstacle = abilitiesOf(lab).kubeconfigBlockedBy;
  const blockedBy = obstacle && t(obstacle);
  return (
    <Card>
      <CardBody>
        {blockedBy && (
          <Alert status="info" icon mb="4" role="status" title={blockedBy} />
        )}
        <ol className={styles.steps}>
          <li>
            <Text as="h3" variant="body-large" weight="bold">
              Download a kubeconfig
            </Text>
            <Text as="p" color="secondary" className={styles.text}>
              Each download is recorded in the lab's activity.
            </Text>
            <KubeconfigDownloads
              lab={lab}
              isBlocked={blockedBy !== undefined}
            />
          </li>
          <li>
            <Text as="h3" variant="body-large" weight="bold">
              Use it in a terminal
            </Text>
            <Text as="p" color="secondary" className={styles.text}>
              Change the path if your browser saves files elsewhere.
            </Text>
            <CopyBlock text={commands} what="The commands" />
          </li>
          {lab.endpoint && (
            <li>
              <Text as="h3" variant="body-large" weight="bold">
                The API server, for other tools
              </Text>
              <CopyBlock text={lab.endpoint} what="The endpoint" />
            </li>
          )}
        </ol>
      </CardBody>
    </Card>
  );
};
