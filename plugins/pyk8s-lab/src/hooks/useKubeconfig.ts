import { useApi } from '@backstage/frontend-plugin-api';
import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { useState } from 'react';
import { type Outcome, outcomeOf, useCapture } from '../analytics';
import { statusOf, labApiRef } from '../api';
import { useTranslate } from '../translation';
import { saveFile } from './useLogArchive';
import { useToasts } from './useToasts';

/** Whom a kubeconfig is for: its owner may do everything, a viewer only look. */
export type KubeconfigRole = 'owner' | 'viewer';

/** The name under which a lab's kubeconfig is saved. */
export function kubeconfigFileName(
  lab: Pick<Lab, 'name'>,
  role: KubeconfigRole = 'owner',
): string {
  const suffix = role === 'viewer' ? '-viewer' : '';
  return `${lab.name}${suffix}.kubeconfig`;
}

/** Fetches a lab's kubeconfigs and lets the browser save them. */
export function useKubeconfig(lab: Lab): {
  download: (role?: KubeconfigRole) => Promise<void>;
  /** The one that is under way. */
  pending?: KubeconfigRole;
} {
  const api = useApi(labApiRef);
  const t = useTranslate();
  const toasts = useToasts();
  const capture = useCapture();
  const [pending, setPending] = useState<KubeconfigRole>();

  const download = async (role: KubeconfigRole = 'owner') => {
    setPending(role);
    let outcome: Outcome = 'success';
    try {
      const content = await api.getKubeconfig(lab.id, { for: role });
      const file = kubeconfigFileName(lab, role);
      saveFile(file, content, 'application/yaml');
      toasts.success(t('connection.downloaded', { file }));
    } catch (error) {
      outcome = outcomeOf(error);
      toasts.failure(
        statusOf(error) === 403
          ? t('connection.downloadRefused', { lab: lab.name })
          : t('connection.downloadFailed', { lab: lab.name }),
        error,
      );
    } finally {
      setPending(undefined);
    }
    capture({
      action: 'download',
      subject: 'kubeconfig',
      attributes: { provider: lab.provider, role, outcome },
    });
  };
  return { download, pending };
}
