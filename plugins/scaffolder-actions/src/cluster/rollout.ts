import type {
  KubernetesObject,
  V1DaemonSet,
  V1Deployment,
  V1Job,
  V1StatefulSet,
} from '@kubernetes/client-node';

/** How far a rollout has come. */
export type Rollout =
  | { state: 'done' }
  | { state: 'waiting' | 'failed'; why: string };

const DONE: Rollout = { state: 'done' };
const waiting = (why: string): Rollout => ({ state: 'waiting', why });
const failed = (why: string): Rollout => ({ state: 'failed', why });

const ROLLOUTS: Readonly<
  Record<string, (object: KubernetesObject) => Rollout>
> = {
  'apps/v1/Deployment': deployment,
  'apps/v1/StatefulSet': statefulSet,
  'apps/v1/DaemonSet': daemonSet,
  'batch/v1/Job': job,
};

/** Whether an object is one whose rollout takes time. */
export function hasRollout({ apiVersion, kind }: KubernetesObject): boolean {
  return apiVersion !== undefined && `${apiVersion}/${kind}` in ROLLOUTS;
}

/** Looks at an object for which {@link hasRollout} is true. */
export function rolloutOf(object: KubernetesObject): Rollout {
  const generation = object.metadata?.generation ?? 0;
  const { observedGeneration = generation } = (
    object as { status?: { observedGeneration?: number } }
  ).status ?? { observedGeneration: 0 };
  return observedGeneration < generation
    ? waiting('has not been looked at yet')
    : ROLLOUTS[`${object.apiVersion}/${object.kind}`](object);
}

function deployment({ spec, status }: V1Deployment): Rollout {
  const late = status?.conditions?.find(
    ({ type, reason }) =>
      type === 'Progressing' && reason === 'ProgressDeadlineExceeded',
  );
  if (late) {
    return failed(late.message ?? 'exceeded its progress deadline');
  }
  const wanted = spec?.replicas ?? 1;
  const updated = status?.updatedReplicas ?? 0;
  const available = status?.availableReplicas ?? 0;
  if (updated < wanted) {
    return waiting(`${updated} of ${wanted} replicas are updated`);
  }
  if ((status?.replicas ?? 0) > updated) {
    return waiting('old replicas are being ended');
  }
  return available < updated
    ? waiting(`${available} of ${updated} replicas are available`)
    : DONE;
}

function statefulSet({ spec, status }: V1StatefulSet): Rollout {
  const { type, rollingUpdate } = spec?.updateStrategy ?? {};
  const wanted = spec?.replicas ?? 1;
  const ready = status?.readyReplicas ?? 0;
  if (ready < wanted) {
    return waiting(`${ready} of ${wanted} replicas are ready`);
  }
  if (type === 'OnDelete') {
    return DONE;
  }
  const toUpdate = wanted - (rollingUpdate?.partition ?? 0);
  const updated = status?.updatedReplicas ?? 0;
  return status?.updateRevision !== status?.currentRevision &&
    updated < toUpdate
    ? waiting(`${updated} of ${toUpdate} replicas are updated`)
    : DONE;
}

function daemonSet({ spec, status }: V1DaemonSet): Rollout {
  const wanted = status?.desiredNumberScheduled ?? 0;
  const updated = status?.updatedNumberScheduled ?? 0;
  const available = status?.numberAvailable ?? 0;
  if (spec?.updateStrategy?.type !== 'OnDelete' && updated < wanted) {
    return waiting(`${updated} of ${wanted} pods are updated`);
  }
  return available < wanted
    ? waiting(`${available} of ${wanted} pods are available`)
    : DONE;
}

function job({ spec, status }: V1Job): Rollout {
  const condition = (type: string) =>
    status?.conditions?.find(
      found => found.type === type && found.status === 'True',
    );
  const failure = condition('Failed');
  if (failure) {
    return failed(failure.message ?? failure.reason ?? 'failed');
  }
  // A suspended job waits for somebody, who may come after this.
  if (condition('Complete') || spec?.suspend) {
    return DONE;
  }
  return waiting(
    `${status?.succeeded ?? 0} of ${spec?.completions ?? 1} completions`,
  );
}
