import type { DatabaseService } from '@backstage/backend-plugin-api';
import type { NamedImage } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { Knex } from 'knex';
import { toDbTime } from './dialect';
import type { LabRecord } from './LabRecord';

/** Of a lab; the oldest go first. */
const MAX_IMAGES = 500;

/** Whose images are meant: those of an earlier cluster of a lab are not its own. */
type Lab = Pick<LabRecord, 'id' | 'runningAt' | 'createdAt'>;

/** Knows which images the nodes of a lab shall have. */
export interface LabImageStore {
  /** Those that were imported since the lab runs, the newest first. */
  list(lab: Lab): Promise<NamedImage[]>;
  /** A name now refers to the new image only. */
  put(
    lab: Lab,
    images: readonly (NamedImage & { readonly sizeBytes: number })[],
    imported: { readonly at: Date; readonly by?: string },
  ): Promise<void>;
}

/** Keeps them in the plugin's own database, on SQLite or PostgreSQL. */
export class DatabaseLabImageStore implements LabImageStore {
  readonly #db: Knex;

  /** Opens the plugin's database, which the lab store has migrated. */
  static async create(options: {
    database: DatabaseService;
  }): Promise<DatabaseLabImageStore> {
    return new DatabaseLabImageStore(await options.database.getClient());
  }

  private constructor(db: Knex) {
    this.#db = db;
  }

  async list(lab: Lab): Promise<NamedImage[]> {
    return this.#newest(lab).where({
      running_at: this.#runningAt(lab),
    });
  }

  async put(
    lab: Lab,
    images: readonly (NamedImage & { readonly sizeBytes: number })[],
    { at, by }: { readonly at: Date; readonly by?: string },
  ): Promise<void> {
    await this.#db('lab_images')
      .insert(
        images.map(({ name, id, sizeBytes }) => ({
          lab_id: lab.id,
          reference: name,
          image_id: id,
          size_bytes: sizeBytes,
          running_at: this.#runningAt(lab),
          imported_at: toDbTime(this.#db, at),
          imported_by: by ?? null,
        })),
      )
      .onConflict(['lab_id', 'reference'])
      .merge();
    await this.#db('lab_images')
      .where({ lab_id: lab.id })
      .whereNotIn(
        'reference',
        this.#newest(lab).clearSelect().select('reference'),
      )
      .delete();
  }

  #newest(lab: Lab) {
    return this.#db('lab_images')
      .where({ lab_id: lab.id })
      .orderBy([{ column: 'imported_at', order: 'desc' }, 'reference'])
      .limit(MAX_IMAGES)
      .select('reference as name', 'image_id as id');
  }

  #runningAt({ runningAt, createdAt }: Lab): Date | number {
    return toDbTime(this.#db, runningAt ?? createdAt);
  }
}
