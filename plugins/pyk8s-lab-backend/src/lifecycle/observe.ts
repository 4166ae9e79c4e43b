import type { LoggerService } from '@backstage/backend-plugin-api';
import { formatDuration } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type {
  LabProvider,
  ListedCluster,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { Clusters } from '../clusters/Clusters';
import type { LabSettings } from '../config/LabSettings';
import type { LabProviders } from '../clusters/LabProviders';
import {
  haveSameNodes,
  type ClusterStore,
  type LabRecord,
  type LabStore,
} from '../database';
import { isUnavailable } from './errors';

interface ObserveOptions {
  readonly store: LabStore;
  readonly clusterStore: ClusterStore;
  readonly providers: LabProviders;
  readonly clusters: Clusters;
  readonly settings: Pick<LabSettings, 'retention'>;
  readonly logger: LoggerService;
  readonly now: () => Date;
  readonly signal: AbortSignal;
  /** Called with a lab for as long as it has nodes that lack its images. */
  readonly onImagesDue?: (lab: LabRecord) => void;
}

/**
 * Records what the providers have under this portal's prefix, and decides nothing:
 * labs and clusters for which that may mean something are looked at next. A provider
 * that cannot be reached is left for the next time.
 */
export async function observe(options: ObserveOptions): Promise<void> {
  for (const provider of options.providers.all()) {
    try {
      await observeProvider(provider, options);
      for (const lab of await options.store.listJoining(provider.id)) {
        // Again with each look until they have them: the first try may fail.
        options.onImagesDue?.(lab);
      }
    } catch (error) {
      const log = isUnavailable(error)
        ? options.logger.debug
        : options.logger.warn;
      log.call(
        options.logger,
        `Could not list the clusters of the provider ${provider.id}`,
        error as Error,
      );
    }
  }
}

async function observeProvider(
  provider: LabProvider,
  options: ObserveOptions,
): Promise<void> {
  const { clusterStore, clusters, logger, signal, now } = options;
  const repaired = await clusterStore.repair(
    provider.id,
    id => clusters.nameOf(id),
    now(),
  );
  for (const name of repaired) {
    logger.warn(
      `The record of the cluster ${name} was repaired: something other than this version of the portal has written to its database`,
    );
  }
  const at = now();
  // Before the look: it says something about the states that clusters have now.
  const records = await clusterStore.listOf(provider.id);
  const listed = await clusters.list(provider, { signal });
  const found = new Map(listed.map(({ ref, nodes }) => [keyOf(ref), nodes]));
  const looks = records
    .map(record => ({ ...record, nodes: found.get(keyOf(record)) ?? [] }))
    .filter(({ state, nodes }) => state !== 'gone' || nodes.length > 0);
  const isSame = ({ observed, version, nodes }: (typeof looks)[number]) =>
    observed?.version === version && haveSameNodes(observed.nodes, nodes);
  await clusterStore.observe({
    at,
    now: now(),
    same: looks.filter(isSame).map(({ id }) => id),
    news: looks.filter(look => !isSame(look)),
  });

  const known = new Set(records.map(keyOf));
  if (listed.some(({ ref }) => !known.has(keyOf(ref)))) {
    await addUnknown(provider, listed, options);
  }
}

/** Every cluster has its record before it is created, so those are read after the look. */
async function addUnknown(
  provider: LabProvider,
  listed: readonly ListedCluster[],
  { clusterStore, clusters, settings, logger, now }: ObserveOptions,
): Promise<void> {
  const known = new Set((await clusterStore.listOf(provider.id)).map(keyOf));
  const unknown = listed
    .map(({ ref }) => ref)
    .filter(ref => !known.has(keyOf(ref)));
  for (const { name } of unknown) {
    logger.warn(
      `No lab has the cluster ${name}, which is removed in ${formatDuration(
        settings.retention.unknownClustersSeconds,
      )}`,
    );
  }
  await clusterStore.addUnknown(
    unknown.map(({ name, host }) => ({
      id: clusters.idFrom(name),
      provider: provider.id,
      host,
      name,
    })),
    now(),
  );
}

function keyOf({ host, name }: { host: string; name: string }): string {
  return `${host}/${name}`;
}
