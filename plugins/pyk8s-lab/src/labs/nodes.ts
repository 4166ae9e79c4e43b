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

/** What providers call nodes: the name of the cluster, the role and a number. */
const NODE_NAME = /(?:^|-)(control-plane|worker)(\d{0,3})$/;

/**
 * A node's name for people, such as "Worker 2" for `lab-…-worker2`; the name
 * itself where it follows another custom.
 */
export function describeNode(t: Translate, name: string): string {
  const [, role, number] = NODE_NAME.exec(name) ?? [];
  switch (role) {
    case 'control-plane':
      return number
        ? t('nodes.numberedControlPlane', { number })
        : t('nodes.controlPlane');
    case 'worker':
      return t('nodes.worker', { number: number || '1' });
    default:
      return name;
  }
}
