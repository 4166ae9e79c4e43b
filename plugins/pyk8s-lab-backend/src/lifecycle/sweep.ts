import type {
  LabProvider,
  ListedCluster,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { LabSettings } from '../config';
import type { LabChange, LabRecord, LabStore } from '../database';
import { resumedTime } from './expiry';
import { isUnavailable } from './failure';
import { hasJoining, joinedNodes } from './joinedNodes';
import type { LabWorkerOptions } from './LabWorker';

type SweepOptions = Pick<
  LabWorkerOptions,
  'store' | 'providers' | 'settings' | 'logger' | 'clusters' | 'now'
> & {
  readonly signal: AbortSignal;
  /** Called with a lab for as long as it has nodes that lack its images. */
  readonly onImagesDue?: (lab: LabRecord) => void;
};

/** A lab whose cluster is to be there, running or stopped. */
const isToHaveCluster = (lab: LabRecord) =>
  (lab.status === 'RUNNING' && lab.desired === 'running') ||
  (lab.status === 'PAUSED' && lab.desired === 'paused');

const hasNodes = (cluster: ListedCluster | undefined) =>
  !!cluster && cluster.nodes.length > 0;

/** More labs in ERROR than one look is about; the eldest come first. */
const MAX_FAILED = 1_000;

/**
 * Compares what the providers have under this portal's prefix with the labs that
 * there are: deletes clusters that no lab claims, and says so of labs whose
 * cluster vanished. A provider that cannot be reached is left for the next time.
 */
export async function sweep(options: SweepOptions): Promise<void> {
  for (const provider of options.providers.all()) {
    try {
      await sweepProvider(provider, options);
    } catch (error) {
      const log = isUnavailable(error)
        ? options.logger.debug
        : options.logger.warn;
      log.call(
        options.logger,
        `Could not look for orphans of the provider ${provider.id}`,
        error as Error,
      );
    }
  }
}

async function sweepProvider(
  provider: LabProvider,
  options: SweepOptions,
): Promise<void> {
  const { store, settings, clusters, logger, signal, now } = options;
  const lookedAt = now();
  const failed = await failedLabs(provider, store);
  const listed = await clusters.list(provider, { signal });
  // Read after the look: a lab that was made meanwhile is then in the list of
  // labs, and its cluster is no orphan.
  const labs = (await store.listLive()).filter(
    lab => lab.provider === provider.id,
  );
  const claimed = new Set(labs.map(lab => clusters.nameOf(lab)));
  for (const { ref } of listed) {
    if (!claimed.has(ref.name)) {
      logger.warn(`Deleting the cluster ${ref.name}, which no lab claims`);
      await provider
        .destroy(ref, { signal, logger })
        .catch(error =>
          logger.warn(`Deleting the cluster ${ref.name} failed`, error),
        );
    }
  }

  const found = new Map(listed.map(cluster => [cluster.ref.name, cluster]));
  for (const lab of labs) {
    const cluster = found.get(clusters.nameOf(lab));
    const failedVersion = failed.get(lab.id);
    if (failedVersion !== undefined && lab.hasCluster !== hasNodes(cluster)) {
      await store.change(lab.id, now(), current =>
        // What has been tried since the look says nothing about what is left.
        current.version === failedVersion
          ? { set: { hasCluster: hasNodes(cluster) } }
          : undefined,
      );
    }
    // A lab that became RUNNING after the look says nothing about it.
    const knownBefore = (lab.runningAt ?? lookedAt) < lookedAt;
    // Looked at first without a transaction: most labs are as they should be.
    if (
      isToHaveCluster(lab) &&
      knownBefore &&
      compare(lab, cluster, lookedAt, settings)
    ) {
      await store.change(lab.id, now(), current =>
        isToHaveCluster(current)
          ? compare(current, cluster, lookedAt, settings)
          : undefined,
      );
    }
    if (knownBefore) {
      await takeInNodes(lab, cluster, options);
    }
  }
}

/** The labs of a provider that are in ERROR, as they are before a look. */
async function failedLabs(
  provider: LabProvider,
  store: LabStore,
): Promise<ReadonlyMap<string, number>> {
  const { items } = await store.list({
    statuses: ['ERROR'],
    provider: provider.id,
    orderBy: { field: 'createdAt', descending: false },
    limit: MAX_FAILED,
    offset: 0,
  });
  return new Map(items.map(({ id, version }) => [id, version]));
}

/** Writes down which nodes have joined, and has them given the lab's images. */
async function takeInNodes(
  lab: LabRecord,
  cluster: ListedCluster | undefined,
  { store, now, onImagesDue }: SweepOptions,
): Promise<void> {
  const current = joinedNodes(lab, cluster)
    ? await store.change(lab.id, now(), latest => joinedNodes(latest, cluster))
    : lab;
  // Again with each look until they have them: the first try may fail.
  if (hasJoining(current)) {
    onImagesDue?.(current);
  }
}

/** What a lab's nodes, as the provider lists them, change about it. */
function compare(
  lab: LabRecord,
  cluster: ListedCluster | undefined,
  lookedAt: Date,
  settings: LabSettings,
): LabChange | undefined {
  if (!cluster || cluster.nodes.length < lab.spec.workers + 1) {
    const message =
      cluster && hasNodes(cluster)
        ? `Nodes of the cluster were removed: ${cluster.nodes.length} of ${
            lab.spec.workers + 1
          } are left. Recreate it, or delete the lab.`
        : `The cluster no longer exists: ${
            lab.simulated
              ? 'simulated clusters end with the portal that simulates them'
              : 'something other than this portal removed it'
          }. Recreate it, or delete the lab.`;
    const time = resumedTime(lab, settings, lookedAt);
    return {
      set: {
        status: 'ERROR',
        statusMessage: message,
        desired: 'running',
        hasCluster: hasNodes(cluster),
        nodes: [],
        conditions: {},
        ...time,
        pausedAt: undefined,
        pausedSecondsLeft: undefined,
        nextAttemptAt: time.expiresAt,
      },
      events: [{ type: 'lab.vanished', message }],
    };
  }
  if (lab.status === 'PAUSED') {
    return stopAgain(lab, cluster, lookedAt);
  }
  const down = cluster.nodes.filter(({ state }) => state === 'stopped');
  // Resumed, or made, after the look.
  const changedSince = (lab.lastActiveAt ?? lookedAt) > lookedAt;
  if (down.length > 0) {
    return changedSince ? undefined : startAgain(down, lookedAt);
  }
  const stopped = cluster.nodes.filter(({ state }) => state !== 'running');
  const known = lab.conditions.nodes?.status === 'failed';
  if (stopped.length > 0 && !known) {
    const message = `Not running: ${stopped
      .map(({ name, detail }) => `${name} (${detail})`)
      .join(', ')}.`;
    return {
      set: {
        conditions: {
          ...lab.conditions,
          nodes: { status: 'failed', message },
        },
      },
      events: [{ type: 'lab.condition', message }],
    };
  }
  if (stopped.length === 0 && known) {
    const { nodes: _, ...conditions } = lab.conditions;
    return {
      set: { conditions },
      events: [
        { type: 'lab.condition', message: 'All nodes are running again.' },
      ],
    };
  }
  return undefined;
}

/** Has nodes of a paused lab stopped that somebody or something has started. */
function stopAgain(
  lab: LabRecord,
  cluster: ListedCluster,
  lookedAt: Date,
): LabChange | undefined {
  const up = cluster.nodes.filter(({ state }) => state === 'running');
  const pausedBefore = (lab.pausedAt ?? lookedAt) < lookedAt;
  if (up.length === 0 || !pausedBefore) {
    return undefined;
  }
  const message = `Nodes run although the lab is paused, and are stopped again: ${up
    .map(({ name }) => name)
    .join(', ')}.`;
  return {
    set: { status: 'PAUSING', failures: 0, nextAttemptAt: lookedAt },
    events: [{ type: 'lab.pausing', message }],
  };
}

/**
 * Has nodes started again that stopped without being told to, as they do when
 * Docker or its machine was restarted.
 */
function startAgain(down: ListedCluster['nodes'], now: Date): LabChange {
  const message = `Nodes have stopped and are started again: ${down
    .map(({ name, detail }) => `${name} (${detail})`)
    .join(', ')}.`;
  return {
    set: {
      status: 'RESUMING',
      statusMessage: message,
      failures: 0,
      nextAttemptAt: now,
    },
    events: [{ type: 'lab.resuming', message }],
  };
}
