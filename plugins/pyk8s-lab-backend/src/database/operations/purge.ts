import type { Knex } from 'knex';
import { toDbTime } from '../dialect';

/**
 * Removes labs that were DELETED before an instant, with all that is kept of them.
 * @returns how many labs were removed
 */
export async function purgeLabs(
  db: Knex,
  before: Date,
  limit: number,
): Promise<number> {
  return db.transaction(async tx => {
    const rows: { id: string }[] = await tx('labs')
      .where({ status: 'DELETED' })
      .where('deleted_at', '<', toDbTime(tx, before))
      .limit(limit)
      .select('id');
    const ids = rows.map(({ id }) => id);
    await tx('lab_events').whereIn('lab_id', ids).delete();
    await tx('lab_outputs').whereIn('lab_id', ids).delete();
    await tx('lab_images').whereIn('lab_id', ids).delete();
    await tx('lab_jobs').whereIn('lab_id', ids).delete();
    await tx('labs').whereIn('id', ids).delete();
    return ids.length;
  });
}

/**
 * Removes events from before an instant, the oldest first.
 * @returns how many were removed
 */
export async function purgeEvents(
  db: Knex,
  before: Date,
  limit: number,
): Promise<number> {
  const oldest = db('lab_events')
    .where('at', '<', toDbTime(db, before))
    .orderBy('seq')
    .limit(limit)
    .select('seq');
  return db('lab_events').whereIn('seq', oldest).delete();
}
