import type { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import { lstat, mkdir, mkdtemp, readdir, rm, utimes } from 'node:fs/promises';
import { join } from 'node:path';

// As earlier versions named them, whose leftovers are removed, too.
const PREFIX = 'pyk8s-lab-spool-';
const TOUCH_MS = 60_000;
const SWEEP_MS = 600_000;
/**
 * Much longer than the time between two touches, so that neither a process that
 * stands still for a while nor clocks that differ a little cost anybody a place.
 */
const ABANDONED_MS = 900_000;

/** A place of one's own for files that are too large for memory. */
export interface TemporaryFolder {
  /** An empty directory that only the portal's user may look into. */
  readonly directory: string;
  /** Removes the directory and all that is in it. Never throws. */
  remove(): Promise<void>;
}

/** What a {@link TemporaryFiles} works with. */
export interface TemporaryFilesOptions {
  /** Is made when it is not there. Several portals may share it. */
  readonly directory: string;
  readonly logger: LoggerService;
  readonly now?: () => Date;
}

/**
 * Gives out places on disk for what is on its way, and removes what portals have
 * left there that were killed. A place is in use while its process touches it:
 * neither host names nor process ids tell that, as containers may share both with
 * others, and lose them when they are recreated.
 */
export class TemporaryFiles {
  readonly #base: string;
  readonly #logger: LoggerService;
  readonly #now: () => Date;
  readonly #places = new Set<string>();
  /** What could not be removed, and was said to be so. */
  readonly #stuck = new Set<string>();
  readonly #timers: NodeJS.Timeout[] = [];

  static async create(options: TemporaryFilesOptions): Promise<TemporaryFiles> {
    await mkdir(options.directory, { recursive: true });
    const temporaryFiles = new TemporaryFiles(options);
    await temporaryFiles.#removeAbandoned();
    temporaryFiles.#every(TOUCH_MS, () => temporaryFiles.#touchAll());
    temporaryFiles.#every(SWEEP_MS, () => temporaryFiles.#removeAbandoned());
    return temporaryFiles;
  }

  private constructor(options: TemporaryFilesOptions) {
    this.#base = options.directory;
    this.#logger = options.logger;
    this.#now = options.now ?? (() => new Date());
  }

  /** @throws Error when the disk has no room for it */
  async place(): Promise<TemporaryFolder> {
    // mkdtemp makes it for its own user alone.
    const directory = await mkdtemp(join(this.#base, PREFIX));
    this.#places.add(directory);
    // A shared disk may have a clock of its own: only portals' clocks are compared.
    await this.#touch(directory);
    return {
      directory,
      remove: async () => {
        await this.#remove(directory);
        this.#places.delete(directory);
      },
    };
  }

  /**
   * Looks after the places no longer. To be called when nothing uses them any more:
   * another portal would remove them.
   */
  close(): void {
    this.#timers.forEach(timer => clearInterval(timer));
  }

  #every(ms: number, act: () => Promise<void>): void {
    const timer = setInterval(act, ms);
    // It must not keep the process alive.
    timer.unref();
    this.#timers.push(timer);
  }

  async #touchAll(): Promise<void> {
    await Promise.all([...this.#places].map(place => this.#touch(place)));
  }

  async #touch(directory: string): Promise<void> {
    const now = this.#now();
    try {
      await utimes(directory, now, now);
    } catch (error) {
      // It may have been released since.
      if (this.#places.has(directory) && !isMissing(error)) {
        this.#logger.warn(
          'A directory with files on their way could not be marked as in use',
          toError(error),
        );
      }
    }
  }

  /** Never throws: it is done again. */
  async #removeAbandoned(): Promise<void> {
    try {
      for (const name of await readdir(this.#base)) {
        const directory = join(this.#base, name);
        if (name.startsWith(PREFIX) && (await this.#isAbandoned(directory))) {
          await this.#remove(directory);
        }
      }
    } catch (error) {
      this.#logger.warn(
        'What killed portals have left on the disk could not be looked for',
        toError(error),
      );
    }
  }

  async #isAbandoned(directory: string): Promise<boolean> {
    if (this.#places.has(directory)) {
      return false;
    }
    try {
      const found = await lstat(directory);
      return (
        found.isDirectory() &&
        this.#now().getTime() - found.mtimeMs > ABANDONED_MS
      );
    } catch (error) {
      if (isMissing(error)) {
        // Another process was faster.
        return false;
      }
      throw error;
    }
  }

  async #remove(directory: string): Promise<void> {
    try {
      await rm(directory, { recursive: true, force: true, maxRetries: 3 });
      this.#stuck.delete(directory);
    } catch (error) {
      // One of another user, which only its own portal can remove, stays for long.
      if (!this.#stuck.has(directory)) {
        this.#stuck.add(directory);
        this.#logger.warn(
          'A directory with files on their way could not be removed',
          toError(error),
        );
      }
    }
  }
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}
