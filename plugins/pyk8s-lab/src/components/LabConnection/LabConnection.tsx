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
        title={t('connection.refused')}
        description={t('connection.refusedAdvice')}
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
              {t('connection.downloadStep')}
            </Text>
            <Text as="p" color="secondary" className={styles.text}>
              {t('connection.downloadHelp')}
            </Text>
            <KubeconfigDownloads
              lab={lab}
              isBlocked={blockedBy !== undefined}
            />
          </li>
          <li>
            <Text as="h3" variant="body-large" weight="bold">
              {t('connection.useStep')}
            </Text>
            <Text as="p" color="secondary" className={styles.text}>
              {t('connection.useHelp')}
            </Text>
            <CopyBlock text={commands} what={t('connection.commands')} />
          </li>
          {lab.endpoint && (
            <li>
              <Text as="h3" variant="body-large" weight="bold">
                {t('connection.serverStep')}
              </Text>
              <CopyBlock text={lab.endpoint} what={t('connection.endpoint')} />
            </li>
          )}
        </ol>
      </CardBody>
    </Card>
  );
};
