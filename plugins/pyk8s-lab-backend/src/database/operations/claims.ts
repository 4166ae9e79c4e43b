import type { Knex } from 'knex';
import { fromDbInteger, lockFreeRows, lockRows, toDbTime } from '../dialect';
import type { Claim, LabRecord } from '../LabStore';
import { LAB_COLUMNS, labFromRow, labToRow, type LabRow } from '../rows';
import { appendEvents } from './appendEvents';

const unleased = (tx: Knex, now: Date) => (query: Knex.QueryBuilder) =>
  query.whereNull('lease_until').orWhere('lease_until', '<', toDbTime(tx, now));

/**
 * Claims labs whose time has come: to be deleted, looked at, or taken over from
 * a worker that died. A lab in the queue counts only once its time is over.
 *
 * @param except - labs that this process drives at the moment. Their lease may
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
        .select(LAB_COLUMNS)
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
 * Lets the next labs of the queue begin, while fewer than `concurrency` are being
 * made. The lock on the placement row keeps two replicas from counting at once.
 */
export async function claimQueued(
  db: Knex,
  { holder, now, leaseUntil }: Claim,
  concurrency: number,
): Promise<LabRecord[]> {
  return db.transaction(async tx => {
    const waiting = await tx('labs')
      .where({ status: 'QUEUED' })
      .where('next_attempt_at', '<=', toDbTime(tx, now))
      .first('id');
    if (!waiting) {
      return [];
    }
    await lockRows(
      tx,
      tx('lab_counters').where({ name: 'placement' }).select('value'),
    );
    const [{ active }] = await tx('labs')
      .where({ status: 'PROVISIONING' })
      .count({ active: '*' });
    const room = concurrency - fromDbInteger(active);
    if (room <= 0) {
      return [];
    }
    const rows: LabRow[] = await lockFreeRows(
      tx,
      tx('labs')
        .select(LAB_COLUMNS)
        .where({ status: 'QUEUED', desired: 'running' })
        .where('next_attempt_at', '<=', toDbTime(tx, now))
        .where('expires_at', '>', toDbTime(tx, now))
        .where(unleased(tx, now))
        .orderBy([{ column: 'created_at' }, { column: 'id' }])
        .limit(room),
    );
    const claimed: LabRecord[] = [];
    for (const row of rows) {
      const lab = labFromRow(row);
      const next: LabRecord = {
        ...lab,
        status: 'PROVISIONING',
        statusMessage: '',
        attempt: lab.attempt + 1,
        phase: undefined,
        phaseStartedAt: undefined,
        phases: [],
        progress: 0,
        leaseHolder: holder,
        leaseUntil,
        version: lab.version + 1,
      };
      await tx('labs').where({ id: lab.id }).update(labToRow(tx, next));
      await appendEvents(tx, lab.id, now, [
        {
          type: 'lab.provisioning',
          message:
            next.attempt === 1
              ? 'The cluster is being made.'
              : `The cluster is being made, attempt ${next.attempt}.`,
          data: { attempt: next.attempt },
        },
      ]);
      claimed.push(next);
    }
    return claimed;
  });
}

/** Renews a lease, unless another worker has it by now. */
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
    .first(LAB_COLUMNS);
  return row && labFromRow(row);
}
