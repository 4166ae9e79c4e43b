import {
  clusterWords,
  type ClusterContainerLogs,
  type ClusterPodLogs,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { V1ContainerStatus, V1Pod } from '@kubernetes/client-node';
import { containerReason, podReason } from '../../lifecycle/checks/podReasons';
import { wholeNumber } from '../../lifecycle/checks/client';

/** The maximum length of names and phases. */
const MAX_NAME = 253;
/** More containers than a running pod has. */
const MAX_CONTAINERS = 100;

/** The containers of a pod, init containers first, in order. */
export function podLogs({ metadata, spec, status }: V1Pod): ClusterPodLogs {
  const describe =
    (init: boolean, statuses: readonly V1ContainerStatus[] = []) =>
    ({ name }: { name: string }): ClusterContainerLogs => {
      const container = statuses
        .slice(0, MAX_CONTAINERS)
        .find(one => one.name === name);
      return {
        name: clusterWords(name, MAX_NAME),
        init,
        restarts: wholeNumber(container?.restartCount),
        ...withReason(containerReason(container?.state)),
      };
    };
  const containers = [
    ...firstOf(spec?.initContainers).map(
      describe(true, status?.initContainerStatuses),
    ),
    ...firstOf(spec?.containers).map(
      describe(false, status?.containerStatuses),
    ),
    ...firstOf(spec?.ephemeralContainers).map(
      describe(false, status?.ephemeralContainerStatuses),
    ),
  ];
  return {
    namespace: clusterWords(metadata?.namespace, MAX_NAME),
    name: clusterWords(metadata?.name, MAX_NAME),
    phase: clusterWords(status?.phase, MAX_NAME) || 'Unknown',
    ...withReason(podReason(status, containers)),
    containers,
  };
}

function withReason(reason: string | undefined): { reason?: string } {
  return reason === undefined ? {} : { reason };
}

function firstOf<T>(items: readonly T[] | undefined): readonly T[] {
  return items?.slice(0, MAX_CONTAINERS) ?? [];
}
