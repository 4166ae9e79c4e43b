import {
  isDatabaseConflictError,
  type DatabaseService,
} from '@backstage/backend-plugin-api';
import { ConflictError } from '@backstage/errors';
import type { LabJobType } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { Knex } from 'knex';
import { fromDbInteger, toDbTime } from './dialect';
import type {
  LabJobEnd,
  LabJobQuery,
  LabJobRecord,
  LabJobState,
  LabJobStore,
  NewLabJob,
} from './LabJobStore';
import type { Claim } from './LabStore';
import { jobFromRow, type JobRow } from './jobRows';
import { claimAbandonedJobs } from './operations/abandonedJobs';
import { appendEvents } from './operations/appendEvents';
import { whereLab } from './whereLab';

const END_EVENTS = {
  SUCCEEDED: 'job.succeeded',
  FAILED: 'job.failed',
  CANCELLED: 'job.cancelled',
} as const;

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

  async add(job: NewLabJob, { holder, leaseUntil }: Claim): Promise<void> {
    const { labId, createdAt } = job;
    try {
      await this.#db.transaction(async tx => {
        await tx('lab_jobs').insert({
          id: job.id,
          lab_id: labId,
          type: job.type,
          title: job.title,
          status: 'RUNNING',
          message: job.message,
          created_by: job.createdBy ?? null,
          created_at: toDbTime(tx, createdAt),
          lease_holder: holder,
          lease_until: toDbTime(tx, leaseUntil),
          cancel_requested: false,
          slot: job.slot ?? null,
          trace_id: job.traceId ?? null,
          params: job.params ? JSON.stringify(job.params) : null,
        });
        await appendEvents(tx, labId, createdAt, [
          {
            type: 'job.started',
            message: job.title,
            actorRef: job.createdBy,
            data: { jobId: job.id },
          },
        ]);
      });
    } catch (error) {
      throw isDatabaseConflictError(error)
        ? new ConflictError('Another job has this slot of the lab.')
        : error;
    }
  }

  async get(id: string): Promise<LabJobRecord | undefined> {
    return (await this.getMany([id]))[0];
  }

  async getMany(ids: readonly string[]): Promise<LabJobRecord[]> {
    const rows = await this.#jobs().whereIn('lab_jobs.id', [...ids]);
    return rows.map(jobFromRow);
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
      items: page.map(jobFromRow),
      next: rows.length > limit ? fromDbInteger(page.at(-1)?.seq) : undefined,
    };
  }

  async renew(
    { holder, leaseUntil }: Claim,
    id: string,
    state?: LabJobState,
  ): Promise<{ cancelRequested: boolean } | undefined> {
    const changed = await this.#db('lab_jobs')
      .where({ id, status: 'RUNNING', lease_holder: holder })
      .update({
        lease_until: toDbTime(this.#db, leaseUntil),
        ...(state && {
          message: state.message,
          progress: state.progress ?? null,
          steps: JSON.stringify(state.steps),
          version: this.#db.raw('version + 1'),
        }),
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

  async end(
    id: string,
    { status, message, result, steps }: LabJobEnd,
    { holder, at }: { readonly holder: string; readonly at: Date },
  ): Promise<boolean> {
    return this.#db.transaction(async tx => {
      const [row]: { lab_id: string }[] = await tx('lab_jobs')
        .where({ id, status: 'RUNNING', lease_holder: holder })
        .update(
          {
            status,
            message,
            ended_at: toDbTime(tx, at),
            slot: null,
            lease_holder: null,
            result: result ? JSON.stringify(result) : null,
            version: tx.raw('version + 1'),
            ...(steps && { steps: JSON.stringify(steps) }),
            ...(status === 'SUCCEEDED' && { progress: 100 }),
          },
          ['lab_id'],
        );
      if (!row) {
        return false;
      }
      await appendEvents(tx, row.lab_id, at, [
        { type: END_EVENTS[status], message, data: { jobId: id } },
      ]);
      return true;
    });
  }

  async claimAbandoned(
    claim: Claim,
    query: {
      readonly types: readonly LabJobType[];
      readonly except: readonly string[];
      readonly limit: number;
    },
  ): Promise<LabJobRecord[]> {
    const ids = await claimAbandonedJobs(this.#db, claim, query);
    const jobs = ids.length === 0 ? [] : await this.getMany(ids);
    // The oldest first, as they were found.
    return jobs.sort(
      (one, other) => ids.indexOf(one.id) - ids.indexOf(other.id),
    );
  }

  async release(
    id: string,
    { holder, at }: { holder: string; at: Date },
  ): Promise<void> {
    await this.#db('lab_jobs')
      .where({ id, status: 'RUNNING', lease_holder: holder })
      .update({
        lease_holder: null,
        lease_until: toDbTime(this.#db, at),
        attempt: this.#db.raw('attempt - 1'),
      });
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
}
