import {
  DEFAULT_KUBERNETES_VERSION,
  type Lab,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';

/** How many nodes a lab has or will have. */
export function nodeCountOf(lab: Lab): number {
  return 1 + lab.spec.workers;
}

/** The nodes of a lab in words. */
export function describeNodes(workers: number): string {
  if (workers === 0) {
    return 'Control plane only';
  }
  return `Control plane + ${workers} ${workers === 1 ? 'worker' : 'workers'}`;
}

/** The Kubernetes version of a lab, as exactly as it is known. */
export function versionOf(lab: Lab): string {
  const wanted = lab.spec.kubernetesVersion;
  return (
    lab.serverVersion ??
    (wanted === DEFAULT_KUBERNETES_VERSION ? 'Default' : wanted)
  );
}
