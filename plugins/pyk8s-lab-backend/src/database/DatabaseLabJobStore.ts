import {
  isDatabaseConflictError,
  type DatabaseService,
} from '@backstage/backend-plugin-api';
import { ConflictError } from '@backstage/errors';
import type { JsonObject } from '@backstage/types';
import type {
  LabJobStatus,
  LabJobType,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { Knex } from 'knex';
import { fromDbInteger, fromDbTime, toDbTime } from './dialect';
import type {
  LabJobEnd,
  LabJobQuery,
  LabJobRecord,
  LabJobStore,
  NewLabJob,
} from './LabJobStore';
import { whereLab } from './whereLab';

/** A row of `lab_jobs`, with the name of its lab. */
interface JobRow {
  readonly seq: number | string;
  readonly id: string;
  readonly lab_id: string;
  readonly lab_name: string;
  readonly type: LabJobType;
  readonly title: string;
  readonly status: LabJobStatus;
  readonly message: string;
  readonly progress: number | null;
  readonly created_by: string | null;
  readonly created_at: Date | number | string;
  readonly ended_at: Date | number | string | null;
  readonly trace_id: string | null;
  readonly result: string | null;
}

/** Keeps jobs in the plugin's own database, on SQLite or PostgreSQL. */
export class DatabaseLabJobStore implements LabJobStore {
  readonly #db: Knex;

  /** Opens the plugin's database, which the store has migrated. */
  static async create(options: {
    database: DatabaseService;
  }): Promise<DatabaseLabJobStore> {
    return new DatabaseLabJobStore(await options.database.getClient());
  }

  private constructor(db: Knex) {
    this.#db = db;
  }

  async add(job: NewLabJob): Promise<void> {
    const createdAt = toDbTime(this.#db, job.createdAt);
    const inserted = this.#db('lab_jobs').insert({
      id: job.id,
      lab_id: job.labId,
      type: job.type,
      title: job.title,
      status: 'RUNNING',
      message: job.message,
      created_by: job.createdBy ?? null,
      created_at: createdAt,
      seen_at: createdAt,
      cancel_requested: false,
      slot: job.slot ?? null,
      trace_id: job.traceId ?? null,
    });
    try {
      await inserted;
    } catch (error) {
      throw isDatabaseConflictError(error)
        ? new ConflictError('Another job has this slot of the lab.')
        : error;
    }
  }

  async get(id: string): Promise<LabJobRecord | undefined> {
    const row = await this.#jobs().where('lab_jobs.id', id).first();
    return row && fromRow(row);
  }

  async list(
    query: LabJobQuery,
  ): Promise<{ items: LabJobRecord[]; next?: number }> {
    const { readable, labId, statuses, types, before, limit } = query;
    const jobs = this.#jobs().where(builder => {
      if (readable) {
        builder.whereIn(
          'lab_jobs.lab_id',
          this.#db('labs')
            .where(labs => void whereLab(labs, readable))
            .select('id'),
        );
      }
      if (labId !== undefined) {
        builder.where('lab_jobs.lab_id', labId);
      }
      if (statuses) {
        builder.whereIn('lab_jobs.status', [...statuses]);
      }
      if (types) {
        builder.whereIn('lab_jobs.type', [...types]);
      }
      if (before !== undefined) {
        builder.where('lab_jobs.seq', '<', before);
      }
    });
    const rows = await jobs.orderBy('lab_jobs.seq', 'desc').limit(limit + 1);
    const page = rows.slice(0, limit);
    return {
      items: page.map(fromRow),
      next: rows.length > limit ? fromDbInteger(page.at(-1)?.seq) : undefined,
    };
  }

  async report(
    id: string,
    state: { at: Date; message: string; progress?: number },
  ): Promise<{ cancelRequested: boolean } | undefined> {
    const changed = await this.#db('lab_jobs')
      .where({ id, status: 'RUNNING' })
      .update({
        seen_at: toDbTime(this.#db, state.at),
        message: state.message,
        progress: state.progress ?? null,
      });
    if (changed !== 1) {
      return undefined;
    }
    const row = await this.#db('lab_jobs')
      .where({ id })
      .first('cancel_requested');
    // SQLite has numbers for it.
    return row && { cancelRequested: Boolean(row.cancel_requested) };
  }

  async requestCancel(id: string): Promise<void> {
    await this.#db('lab_jobs')
      .where({ id, status: 'RUNNING' })
      .update({ cancel_requested: true });
  }

  async end(id: string, end: LabJobEnd, at: Date): Promise<void> {
    await this.#db('lab_jobs')
      .where({ id, status: 'RUNNING' })
      .update(this.#ended(end, at));
  }

  async endAbandoned(
    seenBefore: Date,
    end: LabJobEnd,
    at: Date,
  ): Promise<number> {
    return this.#db('lab_jobs')
      .where({ status: 'RUNNING' })
      .where('seen_at', '<', toDbTime(this.#db, seenBefore))
      .update(this.#ended(end, at));
  }

  async purge(before: Date, limit: number): Promise<number> {
    const oldest = this.#db('lab_jobs')
      .whereNot({ status: 'RUNNING' })
      .where('ended_at', '<', toDbTime(this.#db, before))
      .orderBy('seq')
      .limit(limit)
      .select('seq');
    return this.#db('lab_jobs').whereIn('seq', oldest).delete();
  }

  #jobs(): Knex.QueryBuilder<object, JobRow[]> {
    return this.#db('lab_jobs')
      .join('labs', 'labs.id', 'lab_jobs.lab_id')
      .select('lab_jobs.*', 'labs.name as lab_name');
  }

  #ended({ status, message, result }: LabJobEnd, at: Date) {
    return {
      status,
      message,
      ended_at: toDbTime(this.#db, at),
      slot: null,
      result: result ? JSON.stringify(result) : null,
      ...(status === 'SUCCEEDED' && { progress: 100 }),
    };
  }
}

function fromRow(row: JobRow): LabJobRecord {
  return {
    id: row.id,
    labId: row.lab_id,
    labName: row.lab_name,
    type: row.type,
    title: row.title,
    status: row.status,
    message: row.message,
    progress: row.progress ?? undefined,
    createdBy: row.created_by ?? undefined,
    createdAt: fromDbTime(row.created_at),
    endedAt: row.ended_at === null ? undefined : fromDbTime(row.ended_at),
    traceId: row.trace_id ?? undefined,
    result:
      row.result === null ? undefined : (JSON.parse(row.result) as JsonObject),
  };
}
