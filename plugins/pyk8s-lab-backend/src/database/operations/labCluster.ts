import type { Knex } from 'knex';
import {
  clusterFromRow,
  CLUSTER_COLUMNS,
  type ClusterRow,
} from '../clusterRows';
import type { ClusterChange, LabCluster, NewCluster } from '../ClusterRecord';
import { toDbTime } from '../dialect';
import type { LabRecord } from '../LabRecord';

/** More spares than one lab looks at, when others are claiming them too. */
const MAX_CANDIDATES = 10;

/**
 * Changes the cluster of a lab in the transaction that changes the lab, whose row
 * is locked.
 *
 * @returns the cluster that the lab has afterwards
 */
export async function changeLabCluster(
  tx: Knex,
  lab: Pick<LabRecord, 'id' | 'cluster'>,
  change: ClusterChange | undefined,
  now: Date,
): Promise<LabCluster | undefined> {
  if (change === undefined) {
    return lab.cluster;
  }
  if (change === 'gone') {
    await letGo(tx, lab.id, now, 'gone');
    return undefined;
  }
  if ('add' in change) {
    await letGo(tx, lab.id, now);
    return (
      (await claimSpare(tx, change.add, lab.id, now)) ??
      insert(tx, change.add, lab.id, now)
    );
  }
  if (!lab.cluster) {
    return undefined;
  }
  await tx('clusters')
    .where({ id: lab.cluster.id })
    .update({
      state: change.state,
      state_since: toDbTime(tx, now),
      state_version: tx.raw('state_version + 1'),
    });
  return {
    ...lab.cluster,
    state: change.state,
    since: now,
    version: lab.cluster.version + 1,
  };
}

/** Adds a lab's cluster, if it has one as it is added. */
export async function addLabCluster(
  tx: Knex,
  { id, provider, cluster }: LabRecord,
): Promise<void> {
  if (cluster) {
    await insert(tx, { ...cluster, provider }, id, cluster.since);
    const { state, version } = cluster;
    await tx('clusters')
      .where({ id: cluster.id })
      .update({ state, state_version: version });
  }
}

/** What is left of a lab's cluster is removed by the reconciler, once it has none. */
async function letGo(
  tx: Knex,
  labId: string,
  now: Date,
  state?: 'gone',
): Promise<void> {
  const time = toDbTime(tx, now);
  const mine = () => tx('clusters').where({ lab_id: labId });
  if (!state) {
    await mine()
      .whereNot({ state: 'gone' })
      .update({
        state: 'removing',
        state_since: time,
        state_version: tx.raw('state_version + 1'),
        next_attempt_at: time,
      });
  }
  await mine().update({
    lab_id: null,
    ...(state && {
      state,
      state_since: time,
      state_version: tx.raw('state_version + 1'),
      next_attempt_at: null,
    }),
  });
}

/**
 * Claims a cluster without a lab that was made as this one would be: one
 * conditional update, so that no two labs get the same one.
 */
async function claimSpare(
  tx: Knex,
  { template, provider, host }: NewCluster,
  labId: string,
  now: Date,
): Promise<LabCluster | undefined> {
  if (template === undefined) {
    return undefined;
  }
  const fits = { lab_id: null, state: 'ready', template, provider, host };
  const candidates: ClusterRow[] = await tx('clusters')
    .where(fits)
    .orderBy('created_at')
    .limit(MAX_CANDIDATES)
    .select(CLUSTER_COLUMNS);
  for (const row of candidates) {
    const time = toDbTime(tx, now);
    const claimed = await tx('clusters')
      .where({ ...fits, id: row.id })
      .update({
        lab_id: labId,
        state_since: time,
        state_version: tx.raw('state_version + 1'),
        next_attempt_at: null,
      });
    if (claimed === 1) {
      const { id, name, version } = clusterFromRow(row);
      return {
        id,
        name,
        host,
        state: 'ready',
        since: now,
        version: version + 1,
      };
    }
  }
  return undefined;
}

async function insert(
  tx: Knex,
  { id, provider, host, name, template }: NewCluster,
  labId: string,
  now: Date,
): Promise<LabCluster> {
  const time = toDbTime(tx, now);
  await tx('clusters').insert({
    id,
    lab_id: labId,
    provider,
    host,
    name,
    template: template ?? null,
    state: 'provisioning',
    state_since: time,
    state_version: 1,
    failures: 0,
    created_at: time,
  });
  return { id, host, name, state: 'provisioning', since: now, version: 1 };
}
