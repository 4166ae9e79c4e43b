import {
  isDatabaseConflictError,
  resolvePackagePath,
  type DatabaseService,
} from '@backstage/backend-plugin-api';
import { ConflictError, NotFoundError } from '@backstage/errors';
import type { LabStatus } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { LabFilter } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { randomInt } from 'node:crypto';
import type { Knex } from 'knex';
import { boundedFields } from './bounds';
import { fromDbInteger, lockRows } from './dialect';
import { LabNameTakenError } from '../errors';
import { LeaseLostError } from './errors';
import {
  JOINING,
  type Claim,
  type EventPage,
  type EncryptedKubeconfig,
  type LabChange,
  type LabCounts,
  type LabEventRecord,
  type LabQuery,
  type LabRecord,
  type LabStore,
  type NewLabEvent,
  type QueueLimits,
  type QueueState,
} from './LabStore';
import { fairOrder } from '../queue/fairOrder';
import { appendEvents } from './operations/appendEvents';
import { claimDue, claimQueued, renewLease } from './operations/claims';
import { countByStatus, countsIn, queueState } from './operations/counts';
import { handOversAfter } from './operations/handOvers';
import { kubeconfigsNotOf, replaceKubeconfig } from './operations/kubeconfigs';
import { addLabCluster, changeLabCluster } from './operations/labCluster';
import { listLabs } from './operations/listLabs';
import { purgeEvents, purgeLabs } from './operations/purge';
import {
  eventFromRow,
  labColumns,
  labFromRow,
  labToRow,
  type LabEventRow,
  type LabRow,
} from './rows';
import { whereLab } from './whereLab';

/** Keeps labs in the plugin's own database, on SQLite or PostgreSQL. */
export class DatabaseLabStore implements LabStore {
  readonly #db: Knex;

  /** Opens the plugin's database, and migrates it unless config says not to. */
  static async create(options: {
    database: DatabaseService;
  }): Promise<DatabaseLabStore> {
    const db = await options.database.getClient();
    if (!options.database.migrations?.skip) {
      await db.migrate.latest({
        directory: resolvePackagePath(
          '@pyk8s-lab/backstage-plugin-pyk8s-lab-backend',
          'migrations',
        ),
      });
    }
    return new DatabaseLabStore(db);
  }

  private constructor(db: Knex) {
    this.#db = db;
  }

  async instanceId(): Promise<string> {
    const name = 'instance_id';
    const alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789';
    const value = Array.from(
      { length: 6 },
      () => alphabet[randomInt(alphabet.length)],
    ).join('');
    // Two replicas that start at once: the first one's value stays.
    await this.#db('lab_meta')
      .insert({ name, value })
      .onConflict('name')
      .ignore();
    const row = await this.#db('lab_meta').where({ name }).first('value');
    return row.value;
  }

  async create(
    lab: LabRecord,
    options: {
      events: readonly NewLabEvent[];
      idempotencyKey?: string;
      admit?: (counts: LabCounts) => Promise<void>;
    },
  ): Promise<LabRecord> {
    try {
      await this.#db.transaction(async tx => {
        if (options.admit) {
          await lockQuotas(tx);
          await options.admit(countsIn(tx));
        }
        await tx('labs').insert({
          ...labToRow(tx, lab),
          idempotency_key: options.idempotencyKey ?? null,
        });
        await addLabCluster(tx, lab);
        await appendEvents(tx, lab.id, lab.createdAt, options.events);
      });
    } catch (error) {
      if (isDatabaseConflictError(error)) {
        throw new ConflictError(
          `${lab.ownerRef} has a lab named "${lab.name}" already: choose another name, or delete that lab first.`,
        );
      }
      throw error;
    }
    return boundedFields(lab);
  }

  async findByIdempotencyKey(
    createdBy: string,
    key: string,
  ): Promise<LabRecord | undefined> {
    const row: LabRow | undefined = await this.#db('labs')
      .where({ created_by: createdBy, idempotency_key: key })
      .first(labColumns(this.#db));
    return row && labFromRow(row);
  }

  async get(id: string): Promise<LabRecord | undefined> {
    return (await this.getMany([id]))[0];
  }

  async getMany(ids: readonly string[]): Promise<LabRecord[]> {
    const rows: LabRow[] = await this.#db('labs')
      .select(labColumns(this.#db))
      .whereIn('id', [...ids]);
    return rows.map(labFromRow);
  }

  async list(query: LabQuery): Promise<{ items: LabRecord[]; total: number }> {
    return listLabs(this.#db, query);
  }

  async listJoining(provider: string): Promise<LabRecord[]> {
    const rows: LabRow[] = await this.#db('labs')
      .select(labColumns(this.#db))
      .where({ provider, status: 'RUNNING' })
      // As labToRow writes it; most labs have no such node.
      .where('nodes', 'like', `%"state":"${JOINING}"%`);
    return rows.map(labFromRow);
  }

  async queueState(): Promise<QueueState> {
    return queueState(this.#db);
  }

  async queue(): Promise<string[]> {
    const { waiting, held } = await this.queueState();
    return fairOrder(waiting, held).map(lab => lab.id);
  }

  async countByStatus(): Promise<Partial<Record<LabStatus, number>>> {
    return countByStatus(this.#db);
  }

  get counts(): LabCounts {
    return countsIn(this.#db);
  }

  async kubeconfig(id: string): Promise<EncryptedKubeconfig | undefined> {
    const row = await this.#db('labs')
      .where({ id })
      .first('kubeconfig', 'kubeconfig_key_id');
    return row?.kubeconfig
      ? { ciphertext: row.kubeconfig, keyId: row.kubeconfig_key_id }
      : undefined;
  }

  async change(
    id: string,
    now: Date,
    decide: (current: LabRecord) => LabChange | undefined,
    options: {
      holder?: string;
      admit?: (counts: LabCounts, current: LabRecord) => Promise<void>;
    } = {},
  ): Promise<LabRecord> {
    let isTransfer = false;
    try {
      return await this.#db.transaction(async tx => {
        if (options.admit) {
          await lockQuotas(tx);
        }
        // Locked first: what a statement that waits for the lock reads beside the row
        // is from before that.
        await lockRows(tx, tx('labs').where({ id }).select('id'));
        const row: LabRow | undefined = await tx('labs')
          .where({ id })
          .first(labColumns(tx));
        if (!row) {
          throw new NotFoundError(`There is no lab with the id ${id}.`);
        }
        const current = labFromRow(row);
        if (options.holder && current.leaseHolder !== options.holder) {
          throw new LeaseLostError(`Another worker drives the lab ${id} now.`);
        }
        const change = decide(current);
        if (!change) {
          return current;
        }
        isTransfer = change.set.ownerRef !== undefined;
        await options.admit?.(countsIn(tx), current);
        const { kubeconfig: _, ...fields } = change.set;
        const version = current.version + 1;
        await tx('labs')
          .where({ id })
          .update(labToRow(tx, { ...change.set, version }));
        const cluster = await changeLabCluster(
          tx,
          current,
          change.cluster,
          now,
        );
        await appendEvents(tx, id, now, change.events ?? []);
        return boundedFields({ ...current, ...fields, cluster, version });
      });
    } catch (error) {
      if (isTransfer && isDatabaseConflictError(error)) {
        throw new LabNameTakenError(
          'The new owner has a lab of that name already.',
        );
      }
      throw error;
    }
  }

  async kubeconfigsNotOf(
    keyId: string,
    page: { limit: number; after?: string },
  ): Promise<{ id: string; kubeconfig: EncryptedKubeconfig }[]> {
    return kubeconfigsNotOf(this.#db, keyId, page);
  }

  async replaceKubeconfig(
    id: string,
    previous: EncryptedKubeconfig,
    next: EncryptedKubeconfig,
  ): Promise<boolean> {
    return replaceKubeconfig(this.#db, id, previous, next);
  }

  async purgeLabs(before: Date, limit: number): Promise<number> {
    return purgeLabs(this.#db, before, limit);
  }

  async purgeEvents(before: Date, limit: number): Promise<number> {
    return purgeEvents(this.#db, before, limit);
  }

  async claimDue(
    claim: Claim,
    limit: number,
    except: readonly string[] = [],
  ): Promise<LabRecord[]> {
    return claimDue(this.#db, claim, limit, except);
  }

  async claimQueued(
    claim: Claim,
    id: string,
    limits: QueueLimits,
    begin: (lab: LabRecord) => LabChange,
  ): Promise<LabRecord | undefined> {
    return claimQueued(this.#db, claim, id, limits, begin);
  }

  async renewLease(claim: Claim, id: string): Promise<LabRecord | undefined> {
    return renewLease(this.#db, claim, id);
  }

  async listEvents(labId: string, page: EventPage): Promise<LabEventRecord[]> {
    const rows: LabEventRow[] = await this.#db('lab_events')
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

  async eventsAfter(
    seq: number,
    limit: number,
    readable?: LabFilter,
  ): Promise<LabEventRecord[]> {
    const rows: LabEventRow[] = await this.#db('lab_events')
      .where('seq', '>', seq)
      .where(query => {
        if (readable) {
          query.whereIn(
            'lab_id',
            whereLab(this.#db('labs').select('id'), readable),
          );
        }
      })
      .orderBy('seq')
      .limit(limit);
    return rows.map(eventFromRow);
  }

  async handOversAfter(seq: number, limit: number): Promise<LabEventRecord[]> {
    return handOversAfter(this.#db, seq, limit);
  }

  async lastSeq(): Promise<number> {
    const row = await this.#db('lab_counters')
      .where({ name: 'events' })
      .first('value');
    return fromDbInteger(row.value);
  }
}

/**
 * Keeps labs from being added, handed over or recreated anywhere until the
 * transaction ends.
 */
async function lockQuotas(tx: Knex): Promise<void> {
  await lockRows(
    tx,
    tx('lab_counters').where({ name: 'quotas' }).select('value'),
  );
}
