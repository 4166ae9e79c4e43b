import type {
  ClusterContainerLogs,
  ClusterPodLogs,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { V1ContainerStatus, V1Pod } from '@kubernetes/client-node';

/** What of a pod has logs: first what runs before its containers, in its order. */
export function podLogs({ metadata, spec, status }: V1Pod): ClusterPodLogs {
  const describe =
    (init: boolean, statuses: readonly V1ContainerStatus[] = []) =>
    ({ name }: { name: string }): ClusterContainerLogs => ({
      name,
      init,
      restarts:
        statuses.find(container => container.name === name)?.restartCount ?? 0,
    });
  return {
    namespace: metadata?.namespace ?? '',
    name: metadata?.name ?? '',
    phase: status?.phase ?? 'Unknown',
    containers: [
      ...(spec?.initContainers ?? []).map(
        describe(true, status?.initContainerStatuses),
      ),
      ...(spec?.containers ?? []).map(
        describe(false, status?.containerStatuses),
      ),
      ...(spec?.ephemeralContainers ?? []).map(
        describe(false, status?.ephemeralContainerStatuses),
      ),
    ],
  };
}
