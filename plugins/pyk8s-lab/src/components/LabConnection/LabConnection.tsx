import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Alert, Button, Card, CardBody, Text } from '@backstage/ui';
import { RiDownloadLine } from '@remixicon/react';
import { kubeconfigFileName, useKubeconfig } from '../../hooks';
import { abilitiesOf } from '../../labs';
import { CopyBlock } from '../CopyBlock';
import styles from './LabConnection.module.css';

/** How to reach a lab with kubectl. */
export const LabConnection = ({ lab }: { lab: Lab }) => {
  const { download, isPending } = useKubeconfig(lab);
  const blockedBy = abilitiesOf(lab).kubeconfigBlockedBy;
  const commands = [
    `export KUBECONFIG="$HOME/Downloads/${kubeconfigFileName(lab)}"`,
    'kubectl get nodes',
  ].join('\n');
  return (
    <Card>
      <CardBody>
        {blockedBy && (
          <Alert status="info" icon mb="4" role="status" title={blockedBy} />
        )}
        <ol className={styles.steps}>
          <li>
            <Text as="h3" variant="body-large" weight="bold">
              Download the kubeconfig
            </Text>
            <Text as="p" color="secondary" className={styles.text}>
              It is the key to this lab: do not share it. Each download is
              recorded in the lab's activity.
            </Text>
            <Button
              variant="primary"
              iconStart={<RiDownloadLine />}
              isDisabled={blockedBy !== undefined}
              isPending={isPending}
              onPress={download}
            >
              Download kubeconfig
            </Button>
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
