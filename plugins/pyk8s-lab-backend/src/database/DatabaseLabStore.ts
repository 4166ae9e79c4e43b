import {
  resolvePackagePath,
  type DatabaseService,
} from '@backstage/backend-plugin-api';
import type { LabStatus } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { LabFilter } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { randomInt } from 'node:crypto';
import type { Knex } from 'knex';
import { fromDbInteger } from './dialect';
import {
  JOINING,
  type EncryptedKubeconfig,
  type LabChange,
  type LabEventRecord,
  type LabRecord,
  type NewLabEvent,
} from './LabRecord';
import type {
  Claim,
  EventPage,
  LabCounts,
  LabQuery,
  LabStore,
  QueueLimits,
  QueueState,
} from './LabStore';
import { fairOrder } from '../queue/fairOrder';
import { claimDue, claimQueued, renewLease } from './operations/claims';
import { countByStatus, countsIn, queueState } from './operations/counts';
import { kubeconfigsNotOf, replaceKubeconfig } from './operations/kubeconfigs';
import {
  eventsAfter,
  handOversAfter,
  listEvents,
} from './operations/labEvents';
import { listLabs } from './operations/listLabs';
import { purgeEvents, purgeLabs } from './operations/purge';
import { changeLab, createLab } from './operations/writeLab';
import { labColumns, labFromRow, type LabRow } from './labRows';

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
    return createLab(this.#db, lab, options);
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
    return changeLab(this.#db, id, now, decide, options);
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
    return listEvents(this.#db, labId, page);
  }

  async eventsAfter(
    seq: number,
    limit: number,
    readable?: LabFilter,
  ): Promise<LabEventRecord[]> {
    return eventsAfter(this.#db, seq, limit, readable);
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
