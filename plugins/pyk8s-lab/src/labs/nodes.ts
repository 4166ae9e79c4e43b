import {
  DEFAULT_KUBERNETES_VERSION,
  type Lab,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { Translate } from '../translation';

/** How many nodes a lab has or will have. */
export function nodeCountOf(lab: Lab): number {
  return 1 + lab.spec.workers;
}

/** The nodes of a lab in words. */
export function describeNodes(t: Translate, workers: number): string {
  return workers === 0
    ? t('nodes.controlPlaneOnly')
    : t('nodes.withWorkers', { count: workers });
}

/**
 * The Kubernetes version of a lab, as exactly as it is known.
 *
 * @returns undefined where it is the portal's default, and not known yet
 */
export function versionOf(lab: Lab): string | undefined {
  const wanted = lab.spec.kubernetesVersion;
  return (
    lab.serverVersion ??
    (wanted === DEFAULT_KUBERNETES_VERSION ? undefined : wanted)
  );
}

/** The Kubernetes version of a lab in words. */
export function describeVersion(t: Translate, lab: Lab): string {
  return versionOf(lab) ?? t('nodes.defaultVersion');
}
