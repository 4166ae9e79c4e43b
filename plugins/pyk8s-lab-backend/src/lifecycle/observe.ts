import type { LoggerService } from '@backstage/backend-plugin-api';
import type { LabProvider } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { Clusters, LabProviders } from '../clusters';
import {
  haveSameNodes,
  type ClusterRecord,
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
  { clusterStore, clusters, logger, signal, now }: ObserveOptions,
): Promise<void> {
  const at = now();
  const listed = await clusters.list(provider, { signal });
  // Read after the look: every cluster has its record before it is created.
  const records = await clusterStore.listOf(provider.id);
  const known = new Set(records.map(keyOf));
  const unknown = listed
    .map(({ ref }) => ref)
    .filter(ref => !known.has(keyOf(ref)));
  for (const { name } of unknown) {
    logger.warn(`No lab has the cluster ${name}, which is removed`);
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

  const found = new Map(listed.map(({ ref, nodes }) => [keyOf(ref), nodes]));
  const looks = records
    .map(record => ({
      record,
      id: record.id,
      nodes: found.get(keyOf(record)) ?? [],
    }))
    .filter(({ record, nodes }) => record.state !== 'gone' || nodes.length > 0);
  const changed = looks.filter(
    ({ record, nodes }) =>
      !record.observed || !haveSameNodes(record.observed.nodes, nodes),
  );
  await clusterStore.observe({
    at,
    now: now(),
    seen: looks.map(({ id }) => id),
    changed,
    due: [
      ...changed,
      // The look before was about the time before its state.
      ...looks.filter(({ record }) => isOutdated(record)),
    ].map(({ id }) => id),
  });
}

function isOutdated({ observed, since }: ClusterRecord): boolean {
  return observed !== undefined && observed.at <= since;
}

function keyOf({ host, name }: { host: string; name: string }): string {
  return `${host}/${name}`;
}
