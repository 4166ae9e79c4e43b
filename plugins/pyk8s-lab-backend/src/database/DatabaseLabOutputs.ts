import type { DatabaseService } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import { fromDbInteger, fromDbTime, toDbTime } from './dialect';
import type { LabOutputs, OutputPiece, OutputRun } from './LabOutputs';

/** A row of `lab_outputs`. */
interface OutputRow {
  readonly lab_id: string;
  readonly run_id: string;
  readonly attempt: number;
}

/** Keeps outputs in the plugin's own database, on SQLite or PostgreSQL. */
export class DatabaseLabOutputs implements LabOutputs {
  readonly #db: Knex;

  /** Opens the plugin's database, which the store has migrated. */
  static async create(options: {
    database: DatabaseService;
  }): Promise<DatabaseLabOutputs> {
    return new DatabaseLabOutputs(await options.database.getClient());
  }

  private constructor(db: Knex) {
    this.#db = db;
  }

  async append(piece: OutputPiece): Promise<void> {
    const { labId, runId, attempt, at, text } = piece;
    await this.#db('lab_outputs').insert({
      lab_id: labId,
      run_id: runId,
      attempt,
      at: toDbTime(this.#db, at),
      text,
    });
  }

  async runs(labId: string): Promise<OutputRun[]> {
    const rows = await this.#db<OutputRow>('lab_outputs')
      .where({ lab_id: labId })
      .groupBy('run_id', 'attempt')
      .select('run_id', 'attempt')
      .min({ began_at: 'at', first: 'id' })
      .orderBy('first');
    return rows.map(row => ({
      runId: row.run_id,
      attempt: row.attempt,
      beganAt: fromDbTime(row.began_at),
    }));
  }

  async lastRunId(labId: string): Promise<string | undefined> {
    const row = await this.#db<OutputRow & { id: number }>('lab_outputs')
      .where({ lab_id: labId })
      .orderBy('id', 'desc')
      .first('run_id');
    return row?.run_id;
  }

  async read(
    run: { labId: string; runId: string },
    page: { after: number; limit: number },
  ): Promise<{ id: number; text: string }[]> {
    const rows: { id: number | string; text: string }[] = await this.#db(
      'lab_outputs',
    )
      .where({ lab_id: run.labId, run_id: run.runId })
      .where('id', '>', page.after)
      .orderBy('id')
      .limit(page.limit)
      .select('id', 'text');
    return rows.map(({ id, text }) => ({ id: fromDbInteger(id), text }));
  }
}
