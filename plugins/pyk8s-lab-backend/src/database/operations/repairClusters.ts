import type { LabStatus } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { Knex } from 'knex';
import type { ClusterState } from '../ClusterRecord';
import { toDbTime } from '../dialect';

/** The labs that cannot be without a cluster, and the state that theirs has. */
const STATE_OF: Partial<Record<LabStatus, ClusterState>> = {
  RUNNING: 'ready',
  PAUSING: 'ready',
  RESUMING: 'stopped',
  PAUSED: 'stopped',
};

/** As ClusterStore.repair says. */
export async function repairClusters(
  db: Knex,
  provider: string,
  nameOf: (id: string) => string,
  now: Date,
): Promise<string[]> {
  return [
    ...(await addMissing(db, provider, nameOf, now)),
    ...(await letGoOfLost(db, provider, now)),
  ];
}

async function addMissing(
  db: Knex,
  provider: string,
  nameOf: (id: string) => string,
  now: Date,
): Promise<string[]> {
  const labs: { id: string; host: string; status: LabStatus }[] = await db(
    'labs',
  )
    .where({ provider })
    .whereIn('status', Object.keys(STATE_OF))
    .whereNotExists(
      db('clusters')
        .where('clusters.lab_id', db.ref('labs.id'))
        .select(db.raw('1')),
    )
    .select('id', 'host', 'status');
  for (const { id, host, status } of labs) {
    const given = {
      lab_id: id,
      state: STATE_OF[status],
      state_since: toDbTime(db, now),
      next_attempt_at: null,
    };
    // A look may have found the cluster before, and nobody has removed it yet.
    const found = await db('clusters')
      .where({ id, lab_id: null })
      .whereIn('state', ['broken', 'gone'])
      .update({ ...given, state_version: db.raw('state_version + 1') });
    if (found === 0) {
      await db('clusters')
        .insert({
          ...given,
          id,
          provider,
          host,
          name: nameOf(id),
          state_version: 1,
          failures: 0,
          created_at: toDbTime(db, now),
        })
        .onConflict()
        .ignore();
    }
  }
  return labs.map(({ id }) => nameOf(id));
}

async function letGoOfLost(
  db: Knex,
  provider: string,
  now: Date,
): Promise<string[]> {
  const time = toDbTime(db, now);
  const rows: { name: string }[] = await db('clusters')
    .where({ provider })
    .whereNotNull('lab_id')
    .whereNotExists(
      db('labs')
        .where('labs.id', db.ref('clusters.lab_id'))
        .whereNot('labs.status', 'DELETED')
        .select(db.raw('1')),
    )
    .update(
      {
        lab_id: null,
        state: db.raw("case when state = 'gone' then state else 'broken' end"),
        state_since: time,
        state_version: db.raw('state_version + 1'),
        next_attempt_at: time,
      },
      ['name'],
    );
  return rows.map(({ name }) => name);
}
