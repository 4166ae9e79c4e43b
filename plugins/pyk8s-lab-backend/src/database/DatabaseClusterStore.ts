import type { DatabaseService } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import {
  CLUSTER_COLUMNS,
  clusterFromRow,
  nodesToJson,
  type ClusterRow,
} from './clusterRows';
import type { ClusterRecord, ClusterState } from './ClusterRecord';
import type { ClusterStore, LabHost, Look } from './ClusterStore';
import { toDbTime } from './dialect';
import type { Claim } from './LabStore';
import { repairClusters } from './operations/repairClusters';

/** The most ids in one statement: SQLite takes 32,766 values. */
const CHUNK = 1_000;
/** Of a lab in between, what was observed says nothing that its steps do not see. */
const OBSERVED = ['RUNNING', 'PAUSED', 'ERROR'];

const unleased = (db: Knex, now: Date) => (query: Knex.QueryBuilder) =>
  query.whereNull('lease_until').orWhere('lease_until', '<', toDbTime(db, now));

/** Keeps clusters in the plugin's own database, which the LabStore has migrated. */
export class DatabaseClusterStore implements ClusterStore {
  readonly #db: Knex;

  static async create(options: {
    database: DatabaseService;
  }): Promise<DatabaseClusterStore> {
    return new DatabaseClusterStore(await options.database.getClient());
  }

  private constructor(db: Knex) {
    this.#db = db;
  }

  async listOf(provider: string): Promise<ClusterRecord[]> {
    const rows: ClusterRow[] = await this.#db('clusters')
      .where({ provider })
      .select(CLUSTER_COLUMNS);
    return rows.map(clusterFromRow);
  }

  async get(id: string): Promise<ClusterRecord | undefined> {
    const row: ClusterRow | undefined = await this.#db('clusters')
      .where({ id })
      .first(CLUSTER_COLUMNS);
    return row && clusterFromRow(row);
  }

  async addUnknown(
    clusters: readonly {
      id: string;
      provider: string;
      host: string;
      name: string;
    }[],
    now: Date,
  ): Promise<void> {
    const time = toDbTime(this.#db, now);
    for (const cluster of clusters) {
      await this.#db('clusters')
        .insert({
          ...cluster,
          lab_id: null,
          state: 'broken',
          state_since: time,
          state_version: 1,
          failures: 0,
          next_attempt_at: time,
          created_at: time,
        })
        // Another replica may have found it at the same time, or the cluster has a
        // record under another name of its host.
        .onConflict()
        .ignore();
    }
  }

  async repair(
    provider: string,
    nameOf: (id: string) => string,
    now: Date,
  ): Promise<string[]> {
    return repairClusters(this.#db, provider, nameOf, now);
  }

  async observe(look: Look): Promise<void> {
    const db = this.#db;
    const at = toDbTime(db, look.at);
    const now = toDbTime(db, look.now);
    for (const some of chunks(look.same)) {
      await db('clusters').whereIn('id', some).update({ observed_at: at });
    }
    // One statement for each, and labs apart: a change of a lab locks the lab
    // first and its cluster then.
    const news: string[] = [];
    for (const { id, nodes, version } of look.news) {
      const written = await db('clusters')
        .where({ id, state_version: version })
        .update({
          observed: nodesToJson(nodes),
          observed_version: version,
          observed_at: at,
        });
      if (written === 1) {
        news.push(id);
      }
    }
    const isLater = (query: Knex.QueryBuilder) =>
      query.whereNull('next_attempt_at').orWhere('next_attempt_at', '>', now);
    for (const some of chunks(news)) {
      const rows: { lab_id: string | null }[] = await db('clusters')
        .whereIn('id', some)
        .select('lab_id');
      await db('labs')
        .whereIn(
          'id',
          rows.flatMap(row => row.lab_id ?? []),
        )
        .whereIn('status', OBSERVED)
        .where(isLater)
        .update({ next_attempt_at: now });
      await db('clusters')
        .whereIn('id', some)
        .whereNull('lab_id')
        .whereNull('next_attempt_at')
        .update({ next_attempt_at: now });
    }
  }

  async claim(
    { holder, now, leaseUntil }: Claim,
    id: string,
  ): Promise<boolean> {
    const changed = await this.#db('clusters')
      .where({ id })
      .where(unleased(this.#db, now))
      .update({
        lease_holder: holder,
        lease_until: toDbTime(this.#db, leaseUntil),
      });
    return changed === 1;
  }

  async renew(
    { holder, leaseUntil }: Omit<Claim, 'now'>,
    id: string,
  ): Promise<boolean> {
    const changed = await this.#db('clusters')
      .where({ id, lease_holder: holder })
      .update({ lease_until: toDbTime(this.#db, leaseUntil) });
    return changed === 1;
  }

  async release(holder: string, id: string): Promise<void> {
    await this.#db('clusters')
      .where({ id, lease_holder: holder })
      .update({ lease_holder: null, lease_until: null });
  }

  async dueWithoutLab(
    now: Date,
    limit: number,
    {
      ids,
      hosts,
    }: {
      readonly ids: readonly string[];
      readonly hosts: readonly LabHost[];
    } = {
      ids: [],
      hosts: [],
    },
  ): Promise<ClusterRecord[]> {
    const rows: ClusterRow[] = await this.#db('clusters')
      .whereNull('lab_id')
      .where('next_attempt_at', '<=', toDbTime(this.#db, now))
      .where(unleased(this.#db, now))
      .whereNotIn('id', [...ids])
      .where(query =>
        hosts.forEach(({ provider, host }) =>
          query.whereNot(full => full.where({ provider, host })),
        ),
      )
      .orderBy('next_attempt_at')
      .limit(limit)
      .select(CLUSTER_COLUMNS);
    return rows.map(clusterFromRow);
  }

  async changeWithoutLab(
    id: string,
    holder: string,
    version: number,
    change: {
      state?: { is: ClusterState; since: Date };
      failures: number;
      nextAttemptAt?: Date;
    },
  ): Promise<boolean> {
    const { state, failures, nextAttemptAt } = change;
    const changed = await this.#db('clusters')
      .where({
        id,
        lease_holder: holder,
        lab_id: null,
        state_version: version,
      })
      .update({
        ...(state && {
          state: state.is,
          state_since: toDbTime(this.#db, state.since),
          state_version: version + 1,
        }),
        failures,
        next_attempt_at: nextAttemptAt
          ? toDbTime(this.#db, nextAttemptAt)
          : null,
      });
    return changed === 1;
  }

  async purge(before: Date, limit: number): Promise<number> {
    const old = this.#db('clusters')
      .where({ state: 'gone', lab_id: null })
      .where('state_since', '<', toDbTime(this.#db, before))
      .limit(limit)
      .select('id');
    return this.#db('clusters').whereIn('id', old).delete();
  }
}

function* chunks<T>(items: readonly T[]): Generator<T[]> {
  for (let at = 0; at < items.length; at += CHUNK) {
    yield items.slice(at, at + CHUNK);
  }
}
