import type {
  LabLogPod,
  LabLogSources,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';

/** Providers list no more pods of a cluster than this. */
const LISTED_PODS = 500;

/** Whether a cluster may have pods that are not listed. */
export function mayHaveMorePods(pods: readonly LabLogPod[]): boolean {
  return pods.length >= LISTED_PODS;
}

/**
 * What has logs, where a cluster that runs may have told nothing this time: its
 * nodes and pods are then those that were known, rather than gone.
 */
export function keepCluster(
  known: LabLogSources | undefined,
  next: LabLogSources,
): LabLogSources {
  return known && next.message !== undefined
    ? { ...next, nodes: known.nodes, pods: known.pods }
    : next;
}
