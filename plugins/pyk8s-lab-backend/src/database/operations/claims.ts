import type { Knex } from 'knex';
import { boundedFields } from '../bounds';
import { lockFreeRows, lockRows, toDbTime } from '../dialect';
import type { LabChange, LabRecord } from '../LabRecord';
import type { Claim, QueueLimits } from '../LabStore';
import { labColumns, labFromRow, labToRow, type LabRow } from '../labRows';
import { appendEvents } from './appendEvents';
import { changeLabCluster } from './labCluster';

const unleased = (tx: Knex, now: Date) => (query: Knex.QueryBuilder) =>
  query.whereNull('lease_until').orWhere('lease_until', '<', toDbTime(tx, now));

/**
 * Claims labs whose time has come: to be deleted, looked at, or taken over from
 * a worker that died. A lab in the queue counts only once its time is over.
 *
 * @param except - labs that this process is working on. Their lease may
 *   have run out all the same, where the process or its machine stood still.
 */
export async function claimDue(
  db: Knex,
  { holder, now, leaseUntil }: Claim,
  limit: number,
  except: readonly string[],
): Promise<LabRecord[]> {
  const time = toDbTime(db, now);
  return db.transaction(async tx => {
    const rows: LabRow[] = await lockFreeRows(
      tx,
      tx('labs')
        .select(labColumns(tx))
        .where('next_attempt_at', '<=', time)
        .where(query =>
          query
            .whereNot({ status: 'QUEUED' })
            .orWhere('expires_at', '<=', time),
        )
        .where(unleased(tx, now))
        .whereNotIn('id', [...except])
        .orderBy('next_attempt_at')
        .limit(limit),
    );
    if (rows.length === 0) {
      return [];
    }
    await tx('labs')
      .whereIn(
        'id',
        rows.map(row => row.id),
      )
      .update(labToRow(tx, { leaseHolder: holder, leaseUntil }));
    return rows.map(row => ({
      ...labFromRow(row),
      leaseHolder: holder,
      leaseUntil,
    }));
  });
}

/**
 * Lets a queued lab start, while fewer than `concurrency` are provisioning,
 * and none but those that its room was found beside.
 * The lock on the placement row keeps two replicas from counting at once.
 *
 * @param begin - the change that it begins with
 * @returns undefined when another replica was faster, or there is no room
 */
export async function claimQueued(
  db: Knex,
  { holder, now, leaseUntil }: Claim,
  id: string,
  { concurrency, beside }: QueueLimits,
  begin: (lab: LabRecord) => LabChange,
): Promise<LabRecord | undefined> {
  return db.transaction(async tx => {
    await lockRows(
      tx,
      tx('lab_counters').where({ name: 'placement' }).select('value'),
    );
    const active: { id: string }[] = await tx('labs')
      .where({ status: 'PROVISIONING' })
      .select('id');
    if (
      active.length >= concurrency ||
      active.some(lab => !beside.includes(lab.id))
    ) {
      return undefined;
    }
    const [row]: LabRow[] = await lockFreeRows(
      tx,
      tx('labs')
        .select(labColumns(tx))
        .where({ id, status: 'QUEUED', desired: 'running' })
        .where(unleased(tx, now)),
    );
    if (!row) {
      return undefined;
    }
    const lab = labFromRow(row);
    const { set, events = [], cluster: wanted } = begin(lab);
    const { kubeconfig: _, ...fields } = set;
    const next: LabRecord = boundedFields({
      ...lab,
      ...fields,
      leaseHolder: holder,
      leaseUntil,
      cluster: await changeLabCluster(tx, lab, wanted, now),
      version: lab.version + 1,
    });
    await tx('labs').where({ id }).update(labToRow(tx, next));
    await appendEvents(tx, id, now, events);
    return next;
  });
}

/** Renews a lease, unless another worker has it now. */
export async function renewLease(
  db: Knex,
  { holder, leaseUntil }: Claim,
  id: string,
): Promise<LabRecord | undefined> {
  const changed = await db('labs')
    .where({ id, lease_holder: holder })
    .update(labToRow(db, { leaseUntil }));
  if (changed !== 1) {
    return undefined;
  }
  const row: LabRow | undefined = await db('labs')
    .where({ id })
    .first(labColumns(db));
  return row && labFromRow(row);
}
