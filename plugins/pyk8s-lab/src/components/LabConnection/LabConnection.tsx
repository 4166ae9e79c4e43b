import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Alert, Box, Card, CardBody, Skeleton, Text } from '@backstage/ui';
import type { ReactNode } from 'react';
import { kubeconfigFileName, type LabPermissions } from '../../hooks';
import { abilitiesOf, contextNameOf } from '../../labs';
import { useTranslate } from '../../translation';
import { CliCommands } from './CliCommands';
import { CopyBlock } from '../common/CopyBlock';
import { BlockedNote } from '../common/LabTab';
import { MadeUpNote } from '../common/Simulated';
import { KubeconfigDownloads } from './KubeconfigDownloads';
import styles from './LabConnection.module.css';

/** One way to reach a lab. */
const Section = ({
  title,
  help,
  children,
}: {
  title: string;
  help?: string;
  children: ReactNode;
}) => (
  <section>
    <Text as="h3" variant="body-large" weight="bold">
      {title}
    </Text>
    {help && (
      <Text as="p" color="secondary" className={styles.text}>
        {help}
      </Text>
    )}
    {children}
  </section>
);

/** The commands that use a downloaded kubeconfig. */
const FileCommands = ({ lab }: { lab: Lab }) => {
  const t = useTranslate();
  const commands = [
    `export KUBECONFIG="$HOME/Downloads/${kubeconfigFileName(lab)}"`,
    `kubectl --context ${contextNameOf(lab)} get nodes`,
  ].join('\n');
  return (
    <div className={styles.use}>
      <Text as="p" color="secondary" className={styles.text}>
        {t('connection.useHelp')}
      </Text>
      <CopyBlock text={commands} what={t('connection.commands')} />
    </div>
  );
};

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
          <Box mb="4">
            <BlockedNote status={lab.status} text={blockedBy} />
          </Box>
        )}
        <div className={styles.sections}>
          {lab.simulated ? (
            <MadeUpNote text={t('connection.madeUp')} />
          ) : (
            <Section
              title={t('connection.cli.title')}
              help={t('connection.cli.help')}
            >
              <CliCommands lab={lab} />
            </Section>
          )}
          <Section
            title={t('connection.downloadStep')}
            help={t('connection.downloadHelp')}
          >
            <KubeconfigDownloads
              lab={lab}
              isBlocked={blockedBy !== undefined}
            />
            {!lab.simulated && <FileCommands lab={lab} />}
          </Section>
          {lab.endpoint && !lab.simulated && (
            <Section title={t('connection.serverStep')}>
              <CopyBlock text={lab.endpoint} what={t('connection.endpoint')} />
            </Section>
          )}
        </div>
      </CardBody>
    </Card>
  );
};
