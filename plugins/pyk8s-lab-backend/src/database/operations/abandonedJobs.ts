import type { LabJobType } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { Knex } from 'knex';
import { lockFreeRows, toDbTime } from '../dialect';
import type { Claim } from '../LabStore';

/**
 * Claims jobs whose worker no longer renews their lease; each is another attempt.
 * @returns their ids, the oldest first
 */
export async function claimAbandonedJobs(
  db: Knex,
  { holder, now, leaseUntil }: Claim,
  query: {
    readonly types: readonly LabJobType[];
    readonly except: readonly string[];
    readonly limit: number;
  },
): Promise<string[]> {
  return db.transaction(async tx => {
    const rows: { id: string }[] = await lockFreeRows(
      tx,
      tx('lab_jobs')
        .select('id')
        .where({ status: 'RUNNING' })
        .where('lease_until', '<', toDbTime(tx, now))
        .whereIn('type', [...query.types])
        .whereNotIn('id', [...query.except])
        .orderBy('seq')
        .limit(query.limit),
    );
    const found = rows.map(({ id }) => id);
    if (found.length > 0) {
      await tx('lab_jobs')
        .whereIn('id', found)
        .update({
          lease_holder: holder,
          lease_until: toDbTime(tx, leaseUntil),
          attempt: tx.raw('attempt + 1'),
          progress: null,
          steps: null,
          version: tx.raw('version + 1'),
        });
    }
    return found;
  });
}
