import { useApi } from '@backstage/frontend-plugin-api';
import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { useState } from 'react';
import { labApiRef } from '../api';
import { useToasts } from './useToasts';

/** The name under which a lab's kubeconfig is saved. */
export function kubeconfigFileName(lab: Pick<Lab, 'name'>): string {
  return `${lab.name}.kubeconfig`;
}

/** Fetches a lab's kubeconfig and lets the browser save it. */
export function useKubeconfig(lab: Lab) {
  const api = useApi(labApiRef);
  const toasts = useToasts();
  const [isPending, setPending] = useState(false);

  const download = async () => {
    setPending(true);
    try {
      const content = await api.getKubeconfig(lab.id);
      saveFile(kubeconfigFileName(lab), content);
      toasts.success(`${kubeconfigFileName(lab)} is downloaded`);
    } catch (error) {
      toasts.failure(`The kubeconfig of ${lab.name} did not come`, error);
    } finally {
      setPending(false);
    }
  };
  return { download, isPending };
}

function saveFile(name: string, content: string) {
  const url = URL.createObjectURL(
    new Blob([content], { type: 'application/yaml' }),
  );
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
