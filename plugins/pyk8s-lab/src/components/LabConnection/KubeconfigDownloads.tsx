import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Button, Text } from '@backstage/ui';
import { RiDownloadLine, RiEyeLine } from '@remixicon/react';
import { type KubeconfigRole, useKubeconfig } from '../../hooks';
import { contextNameOf } from '../../labs';
import styles from './LabConnection.module.css';

const KINDS: {
  role: KubeconfigRole;
  label: string;
  text: string;
}[] = [
  {
    role: 'owner',
    label: 'Download kubeconfig',
    text: 'For you. It may do everything in the cluster: do not share it.',
  },
  {
    role: 'viewer',
    label: 'Download viewer kubeconfig',
    text: 'To share. It may look at what runs in the lab, but not at secrets, and changes nothing. It ends when the lab’s time is over as it is now: after an extension, download another.',
  },
];

/** The kubeconfigs of a lab, each with what it can do. */
export const KubeconfigDownloads = ({
  lab,
  isBlocked,
}: {
  lab: Lab;
  isBlocked: boolean;
}) => {
  const { download, pending } = useKubeconfig(lab);
  return (
    <div className={styles.downloads}>
      {KINDS.map(({ role, label, text }) => (
        <div key={role} className={styles.download}>
          <Button
            variant={role === 'owner' ? 'primary' : 'secondary'}
            iconStart={role === 'owner' ? <RiDownloadLine /> : <RiEyeLine />}
            isDisabled={isBlocked}
            isPending={pending === role}
            aria-describedby={`kubeconfig-${role}`}
            onPress={() => download(role)}
          >
            {label}
          </Button>
          <Text
            as="p"
            id={`kubeconfig-${role}`}
            variant="body-small"
            color="secondary"
            className={styles.note}
          >
            {text} Its context is {contextNameOf(lab, role)}.
          </Text>
        </div>
      ))}
    </div>
  );
};
