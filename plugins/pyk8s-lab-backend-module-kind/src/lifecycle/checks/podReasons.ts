import type { V1ContainerState, V1PodStatus } from '@kubernetes/client-node';

/** Reasons of containers that start or have completed. */
const HEALTHY: ReadonlySet<string> = new Set([
  'ContainerCreating',
  'PodInitializing',
  'Completed',
]);

/** Why a container is unhealthy; undefined if it is not or has no reason. */
export function containerReason(
  state: V1ContainerState | undefined,
): string | undefined {
  const reason = reasonIn(state?.waiting?.reason ?? state?.terminated?.reason);
  return reason && !HEALTHY.has(reason) ? reason : undefined;
}

/**
 * Why a pod is unhealthy, such as Evicted or Unschedulable.
 *
 * @param containers - the first one with a reason determines that of the pod
 */
export function podReason(
  status: V1PodStatus | undefined,
  containers: readonly { readonly reason?: string }[],
): string | undefined {
  return (
    reasonIn(status?.reason) ??
    containers.find(({ reason }) => reason !== undefined)?.reason ??
    unscheduledReason(status)
  );
}

function unscheduledReason(
  status: V1PodStatus | undefined,
): string | undefined {
  const { conditions } = status ?? {};
  const condition = Array.isArray(conditions)
    ? conditions.find(({ type }) => type === 'PodScheduled')
    : undefined;
  return condition?.status === 'False' ? reasonIn(condition.reason) : undefined;
}

/** A reason in Kubernetes' format: root on a node can write anything. */
function reasonIn(text: unknown): string | undefined {
  return typeof text === 'string' && /^[A-Z][A-Za-z0-9]{0,63}$/.test(text)
    ? text
    : undefined;
}
