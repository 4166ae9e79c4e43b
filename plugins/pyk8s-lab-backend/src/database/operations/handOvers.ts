import type { Knex } from 'knex';
import type { LabEventRecord } from '../LabStore';
import { eventFromRow, type LabEventRow } from '../rows';

/** The newest events above a seq by which a lab got another owner. */
export async function handOversAfter(
  db: Knex,
  seq: number,
  limit: number,
): Promise<LabEventRecord[]> {
  const rows: LabEventRow[] = await db('lab_events')
    .where('seq', '>', seq)
    .where({ type: 'lab.updated' })
    .where('data', 'like', '%"previousOwner":%')
    .orderBy('seq', 'desc')
    .limit(limit);
  return rows.map(eventFromRow);
}
