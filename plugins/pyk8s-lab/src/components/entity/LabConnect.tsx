import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Button, Text } from '@backstage/ui';
import { RiDownloadLine } from '@remixicon/react';
import { kubeconfigFileName, useKubeconfig } from '../../hooks';
import { abilitiesOf, kubectlCommandOf } from '../../labs';
import { useTranslate } from '../../translation';
import { CliCommands } from '../LabConnection/CliCommands';
import { CopyBlock } from '../common/CopyBlock';
import styles from './EntityLabCard.module.css';

/** How to reach a lab with kubectl, in short. */
export const LabConnect = ({ lab }: { lab: Lab }) => {
  const t = useTranslate();
  const { download, pending } = useKubeconfig(lab);
  const { kubeconfigBlockedBy } = abilitiesOf(lab);
  if (kubeconfigBlockedBy) {
    return (
      <Text as="p" color="secondary" className={styles.text}>
        {t(kubeconfigBlockedBy)}
      </Text>
    );
  }
  if (lab.simulated) {
    return (
      <Text as="p" color="secondary" className={styles.text}>
        {t('entity.labCard.simulated')}
      </Text>
    );
  }
  return (
    <>
      <CliCommands lab={lab} />
      <div>
        <Button
          variant="secondary"
          iconStart={<RiDownloadLine />}
          isPending={pending === 'owner'}
          onPress={() => download()}
        >
          {t('entity.labCard.download')}
        </Button>
      </div>
      <CopyBlock
        text={kubectlCommandOf(kubeconfigFileName(lab))}
        what={t('entity.labCard.command')}
      />
    </>
  );
};
