import type { ObservedWorkload } from './observed';

/** How far a rollout has come. */
export type Rollout =
  | { readonly state: 'done' }
  | { readonly state: 'waiting' | 'failed'; readonly why: string };

/** What is known of a rollout beside what the cluster says now. */
export interface RolloutContext {
  /**
   * When the deadline was found to be exceeded as the cluster writes it, where that
   * was so when it was first looked at: of the pods before this apply.
   */
  readonly earlierVerdict?: string;
  /** For how long it has been watched. */
  readonly watchedSeconds: number;
}

type Look = (object: ObservedWorkload, context: RolloutContext) => Rollout;

const DONE: Rollout = { state: 'done' };
const waiting = (why: string): Rollout => ({ state: 'waiting', why });
const failed = (why: string): Rollout => ({ state: 'failed', why });

/** Kubernetes' own default. */
const PROGRESS_DEADLINE_SECONDS = 600;

/** By the names that kubectl gives the kinds. */
const LOOKS: Readonly<Record<string, Look>> = {
  'deployment.apps': deployment,
  'statefulset.apps': statefulSet,
  'daemonset.apps': daemonSet,
  'job.batch': job,
  pod,
};

/**
 * The resource whose rollout takes time, as kubectl names it; undefined for what has
 * none.
 */
export function rolloutResource(object: {
  readonly apiVersion: string;
  readonly kind: string;
}): string | undefined {
  const { apiVersion, kind } = object;
  const [group] = apiVersion.includes('/') ? apiVersion.split('/') : [''];
  const resource = `${kind.toLowerCase()}${group && '.'}${group}`;
  return Object.hasOwn(LOOKS, resource) ? resource : undefined;
}

/** When the deadline of a rollout was found to be exceeded, if it was. */
export function verdictOf({ status }: ObservedWorkload): string | undefined {
  return status?.conditions.find(
    ({ type, reason }) =>
      type === 'Progressing' && reason === 'ProgressDeadlineExceeded',
  )?.lastUpdateTime;
}

/** @param resource - of {@link rolloutResource} */
export function rolloutOf(
  resource: string,
  object: ObservedWorkload,
  context: RolloutContext,
): Rollout {
  const generation = object.metadata.generation ?? 0;
  // What has no such field is never behind.
  const seen = object.status
    ? object.status.observedGeneration ?? generation
    : 0;
  return seen < generation && !object.spec?.paused
    ? waiting('not observed by its controller yet')
    : LOOKS[resource](object, context);
}

function deployment(
  object: ObservedWorkload,
  { earlierVerdict, watchedSeconds }: RolloutContext,
): Rollout {
  const { spec, status } = object;
  const wanted = spec?.replicas ?? 1;
  const updated = status?.updatedReplicas ?? 0;
  const available = status?.availableReplicas ?? 0;
  const why = stateOfReplicas();
  if (!why) {
    return DONE;
  }
  if (spec?.paused) {
    return failed(
      `its rollout is paused (spec.paused): resume it, or do not wait; ${why}`,
    );
  }
  const verdict = verdictOf(object);
  if (verdict === undefined) {
    return waiting(why);
  }
  // The verdict on pods from before says nothing of what they do now.
  const isOver =
    verdict !== earlierVerdict ||
    watchedSeconds >=
      (spec?.progressDeadlineSeconds ?? PROGRESS_DEADLINE_SECONDS);
  return isOver
    ? failed(`it exceeded its progress deadline; ${why}`)
    : waiting(`${why}, its progress deadline was exceeded before`);

  function stateOfReplicas(): string {
    if (updated < wanted) {
      return `${updated} of ${wanted} replicas are updated`;
    }
    if ((status?.replicas ?? 0) > updated) {
      return 'old replicas are terminating';
    }
    return available < updated
      ? `${available} of ${updated} replicas are available`
      : '';
  }
}

function statefulSet({ spec, status }: ObservedWorkload): Rollout {
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

function daemonSet({ spec, status }: ObservedWorkload): Rollout {
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

function job(object: ObservedWorkload): Rollout {
  const { spec, status } = object;
  const failure = conditionOf(object, 'Failed');
  if (failure) {
    return failed(failure.message || failure.reason || 'it failed');
  }
  // A suspended job waits for somebody, who may come after this.
  if (conditionOf(object, 'Complete') || spec?.suspend) {
    return DONE;
  }
  return waiting(
    `${status?.succeeded ?? 0} of ${spec?.completions ?? 1} completions`,
  );
}

function pod(object: ObservedWorkload): Rollout {
  const { status } = object;
  switch (status?.phase) {
    case 'Succeeded':
      return DONE;
    case 'Failed':
      return failed(
        [status.reason, status.message].filter(Boolean).join(': ') ||
          'it failed',
      );
    default:
      return conditionOf(object, 'Ready')
        ? DONE
        : waiting(`is not ready (${status?.phase || 'Pending'})`);
  }
}

function conditionOf({ status }: ObservedWorkload, type: string) {
  return status?.conditions.find(
    found => found.type === type && found.status === 'True',
  );
}
