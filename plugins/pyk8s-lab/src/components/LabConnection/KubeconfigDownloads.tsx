import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Button, Text } from '@backstage/ui';
import { RiDownloadLine, RiEyeLine } from '@remixicon/react';
import {
  type KubeconfigRole,
  useFormatInstant,
  useKubeconfig,
} from '../../hooks';
import { contextNameOf } from '../../labs';
import { useTranslate } from '../../translation';
import styles from './LabConnection.module.css';

const ROLES: KubeconfigRole[] = ['owner', 'viewer'];

/** The kubeconfigs of a lab, each with what it can do. */
export const KubeconfigDownloads = ({
  lab,
  isBlocked,
}: {
  lab: Lab;
  isBlocked: boolean;
}) => {
  const t = useTranslate();
  const { download, pending } = useKubeconfig(lab);
  const formatInstant = useFormatInstant();
  const expires =
    lab.expiresAt &&
    !isBlocked &&
    t('connection.viewerExpires', {
      end: formatInstant(lab.expiresAt, 'clock'),
    });
  return (
    <div className={styles.downloads}>
      {ROLES.map(role => (
        <div key={role} className={styles.download}>
          <Button
            variant={role === 'owner' ? 'primary' : 'secondary'}
            iconStart={role === 'owner' ? <RiDownloadLine /> : <RiEyeLine />}
            isDisabled={isBlocked}
            isPending={pending === role}
            aria-describedby={`kubeconfig-${role}`}
            onPress={() => download(role)}
          >
            {t(`connection.${role}`)}
          </Button>
          <Text
            as="p"
            id={`kubeconfig-${role}`}
            variant="body-small"
            color="secondary"
            className={styles.note}
          >
            {t(`connection.${role}Help`, {
              contextName: contextNameOf(lab, role),
            })}
            {expires && role === 'viewer' && ` ${expires}`}
          </Text>
        </div>
      ))}
    </div>
  );
};
