import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Text } from '@backstage/ui';
import { kubeconfigFileName } from '../../hooks';
import { contextNameOf } from '../../labs';
import { useTranslate } from '../../translation';
import { CopyBlock } from '../CopyBlock';
import styles from './LabConnection.module.css';

/** The commands that use a downloaded kubeconfig. */
export const FileCommands = ({ lab }: { lab: Lab }) => {
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
