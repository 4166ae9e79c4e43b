import type { LabFilter } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { Knex } from 'knex';
import type { LabEventRecord } from '../LabRecord';
import type { EventPage } from '../LabStore';
import { eventFromRow, type LabEventRow } from '../eventRows';
import { whereLab } from '../whereLab';

/** The events of one lab. */
export async function listEvents(
  db: Knex,
  labId: string,
  page: EventPage,
): Promise<LabEventRecord[]> {
  const rows: LabEventRow[] = await db('lab_events')
    .where({ lab_id: labId })
    .where(query => {
      if ('after' in page) {
        query.where('seq', '>', page.after);
      } else if (page.before !== undefined) {
        query.where('seq', '<', page.before);
      }
      if (page.types?.excluded) {
        query.whereNotIn('type', page.types.of);
      } else if (page.types) {
        query.whereIn('type', page.types.of);
      }
    })
    .orderBy('seq', 'after' in page ? 'asc' : 'desc')
    .limit(page.limit);
  return rows.map(eventFromRow);
}

/** Events above a seq, in order; only of labs that a filter means, if given. */
export async function eventsAfter(
  db: Knex,
  seq: number,
  limit: number,
  readable?: LabFilter,
): Promise<LabEventRecord[]> {
  const rows: LabEventRow[] = await db('lab_events')
    .where('seq', '>', seq)
    .where(query => {
      if (readable) {
        query.whereIn('lab_id', whereLab(db('labs').select('id'), readable));
      }
    })
    .orderBy('seq')
    .limit(limit);
  return rows.map(eventFromRow);
}

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
