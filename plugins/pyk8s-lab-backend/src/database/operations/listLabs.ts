import type { Knex } from 'knex';
import { fromDbInteger } from '../dialect';
import type { LabRecord } from '../LabRecord';
import type { LabQuery } from '../LabStore';
import { labFromRow, labsWithClusters, type LabRow } from '../labRows';
import { whereLab } from '../whereLab';

const ORDER_COLUMNS = {
  createdAt: 'created_at',
  name: 'name',
  status: 'status',
  expiresAt: 'expires_at',
} as const;

/** One page of labs, and how many there are in all. */
export async function listLabs(
  db: Knex,
  query: LabQuery,
): Promise<{ items: LabRecord[]; total: number }> {
  const matching = db('labs').where(builder => {
    if (query.readable) {
      whereLab(builder, query.readable);
    }
    if (query.owners) {
      builder.whereIn('owner_ref', [...query.owners]);
    }
    if (query.statuses) {
      builder.whereIn('status', [...query.statuses]);
    }
    if (query.components) {
      builder.whereIn('component_ref', [...query.components]);
    }
    if (query.provider) {
      builder.where({ provider: query.provider });
    }
    if (query.text) {
      const pattern = `%${escapeLike(query.text.toLowerCase())}%`;
      builder.where(text =>
        text
          .whereRaw(`lower(name) like ? escape '\\'`, [pattern])
          .orWhereRaw(`lower(purpose) like ? escape '\\'`, [pattern]),
      );
    }
  });
  const direction = query.orderBy.descending ? 'desc' : 'asc';
  const order = [
    { column: ORDER_COLUMNS[query.orderBy.field], order: direction },
    { column: 'id', order: direction },
  ];
  // Sorted are ids alone; labs and their clusters are read for this page only.
  const page = matching
    .clone()
    .select('id')
    .orderBy(order)
    .limit(query.limit)
    .offset(query.offset);
  const rows: LabRow[] = await labsWithClusters(db, page).orderBy(
    order.map(by => ({ ...by, column: `labs.${by.column}` })),
  );
  const [{ total }] = await matching.clone().count({ total: '*' });
  return { items: rows.map(labFromRow), total: fromDbInteger(total) };
}

/** Takes the meaning from the characters that LIKE gives one. */
function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}
