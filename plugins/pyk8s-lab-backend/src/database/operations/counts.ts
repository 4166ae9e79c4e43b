import type { LabStatus } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { Knex } from 'knex';
import { fromDbInteger, fromDbTime, toDbTime } from '../dialect';
import type { LabRecord } from '../LabRecord';
import type { LabCounts, QueueState } from '../LabStore';
import { specFromRow, type LabRow } from '../labRows';
import { whereLab } from '../whereLab';

const QUEUE_COLUMNS = [
  'id',
  'status',
  'owner_ref',
  'provider',
  'host',
  'spec',
  'created_at',
  'next_attempt_at',
  'expires_at',
] as const satisfies readonly (keyof LabRow)[];

/** The labs that use a quota: {@link usesQuota} says the same of one lab. */
function counted(db: Knex, simulated: boolean): Knex.QueryBuilder {
  return db('labs')
    .where({ simulated })
    .whereNot({ status: 'DELETED' })
    .where(query =>
      query
        .whereExists(
          db('clusters')
            .where('clusters.lab_id', db.ref('labs.id'))
            .whereNot('clusters.state', 'gone')
            .select(db.raw('1')),
        )
        .orWhereNotIn('status', ['ERROR', 'DELETING']),
    );
}

/** Whether a lab counts against quotas. */
export function usesQuota({
  status,
  cluster,
}: Pick<LabRecord, 'status' | 'cluster'>): boolean {
  const hasSome = cluster !== undefined && cluster.state !== 'gone';
  return (
    status !== 'DELETED' && (hasSome || !['ERROR', 'DELETING'].includes(status))
  );
}

/** Counts labs, outside a transaction or in one. */
export function countsIn(db: Knex): LabCounts {
  return {
    async total(simulated) {
      const [{ total }] = await counted(db, simulated).count({ total: '*' });
      return fromDbInteger(total);
    },
    async ofOwner(ownerRef, { simulated, readable, limit }) {
      const all = counted(db, simulated).where({ owner_ref: ownerRef });
      const [{ total }] = await all.clone().count({ total: '*' });
      const named = all
        .clone()
        .orderBy(['created_at', 'id'])
        .limit(limit)
        .select('name');
      const rows: { name: string }[] = await (readable
        ? named.where(only => whereLab(only, readable))
        : named);
      return {
        total: fromDbInteger(total),
        names: rows.map(({ name }) => name),
      };
    },
    async createsSince(createdBy, since) {
      const [{ count, oldest }] = await db('labs')
        .where({ created_by: createdBy })
        .where('created_at', '>', toDbTime(db, since))
        .count({ count: '*' })
        .min({ oldest: 'created_at' });
      return {
        count: fromDbInteger(count),
        oldest: oldest === null ? undefined : fromDbTime(oldest),
      };
    },
  };
}

/** What waits for its turn, and what its order depends on. */
export async function queueState(db: Knex): Promise<QueueState> {
  const rows: Pick<LabRow, (typeof QUEUE_COLUMNS)[number]>[] = await db('labs')
    .select(QUEUE_COLUMNS)
    .whereIn('status', ['QUEUED', 'PROVISIONING']);
  const read = (status: LabStatus) =>
    rows
      .filter(row => row.status === status)
      .map(row => ({
        id: row.id,
        ownerRef: row.owner_ref,
        provider: row.provider,
        host: row.host,
        spec: specFromRow(row),
        createdAt: fromDbTime(row.created_at),
        nextAttemptAt:
          row.next_attempt_at === null
            ? undefined
            : fromDbTime(row.next_attempt_at),
        expiresAt: fromDbTime(row.expires_at),
      }));
  const waiting = read('QUEUED');
  return {
    waiting,
    making: read('PROVISIONING'),
    held: await heldBy(db, new Set(waiting.map(lab => lab.ownerRef))),
  };
}

/** How many labs that have had their turn some owners have. */
async function heldBy(
  db: Knex,
  owners: ReadonlySet<string>,
): Promise<Map<string, number>> {
  if (owners.size === 0) {
    return new Map();
  }
  const rows: { owner_ref: string; total: number | string }[] = await db('labs')
    .whereIn('owner_ref', [...owners])
    .whereNotIn('status', ['QUEUED', 'ERROR', 'DELETING', 'DELETED'])
    .groupBy('owner_ref')
    .select('owner_ref')
    .count({ total: '*' });
  return new Map(
    rows.map(({ owner_ref, total }) => [owner_ref, fromDbInteger(total)]),
  );
}

/** How many labs there are of each status that any lab has. */
export async function countByStatus(
  db: Knex,
): Promise<Partial<Record<LabStatus, number>>> {
  const rows: { status: LabStatus; total: number | string }[] = await db('labs')
    .groupBy('status')
    .select('status')
    .count({ total: '*' });
  return Object.fromEntries(
    rows.map(({ status, total }) => [status, fromDbInteger(total)]),
  );
}
