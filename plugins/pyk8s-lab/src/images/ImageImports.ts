import type {
  LabApi,
  LabImageSource,
  LabJob,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { type Outcome, outcomeOf } from '../analytics';
import { statusOf } from '../api';
import type { JobWatch } from '../jobs/JobWatch';
import { sleep } from '../watch';
import { Observable } from '../observable';
import { browserConnections, type Connections } from '../browserTabs';
import { failureOfSize } from './archives';
import { failureOf, type ImportFailure } from './failure';

/** Something that a person brings into a lab, until its job is all there is. */
export interface ImageImport {
  readonly id: number;
  /** What the file is called, or the image of the lab host. */
  readonly name: string;
  /** Undefined where the image is the lab host's. */
  readonly file?: File;
  readonly phase: 'waiting' | 'sending' | 'cancelled' | 'failed';
  /**
   * The jobs that were there before it was sent, none of which is its own; undefined
   * until it is sent.
   */
  readonly earlierJobs?: ReadonlySet<string>;
  /** How often the server has said that it is busy. */
  readonly refusals: number;
  /** Why it failed. */
  readonly failure?: ImportFailure;
}

/** What a person brings into a lab. */
export interface ImportsState {
  /** In the order in which they were asked for. */
  readonly imports: readonly ImageImport[];
}

/** What the imports of a lab need. */
export interface ImageImportsOptions {
  readonly labId: string;
  readonly api: Pick<LabApi, 'importLabImage' | 'cancelJob'>;
  readonly jobs: JobWatch;
  /** Hears whether the server took what was sent to it. */
  readonly onSent?: (sent: ImageImport, outcome: Outcome) => void;
  /** What bounds the connections; that of the browser unless given. */
  readonly connections?: Connections;
}

const BUSY = 429;
const MAX_REFUSALS = 2;
const TRY_AGAIN_MS = 1_000;

/** A page that is left now would end what is being sent. */
const askBeforeLeaving = (event: BeforeUnloadEvent) => event.preventDefault();

/**
 * Brings images into a lab, one after the other. It lives apart from the page, so
 * that archives are sent on while something else of the portal is looked at; the
 * browser asks before the portal itself is left.
 */
export class ImageImports extends Observable<ImportsState> {
  readonly #options: ImageImportsOptions;
  #lastId = 0;
  #sending = new AbortController();
  #isWorking = false;

  static create(options: ImageImportsOptions): ImageImports {
    return new ImageImports(options);
  }

  private constructor(options: ImageImportsOptions) {
    super({ imports: [] });
    this.#options = options;
  }

  /** Whether something waits to be sent, or is. */
  get isBusy(): boolean {
    return this.#isWorking;
  }

  /**
   * Sends archives.
   *
   * @param maxBytes - how large each may be, uncompressed
   */
  async addFiles(files: readonly File[], maxBytes: number): Promise<void> {
    for (const file of files) {
      // A file that cannot be read fails when it is sent, in words.
      const failure = await failureOfSize(file, maxBytes).catch(
        () => undefined,
      );
      this.#add({ name: file.name, file, failure });
    }
    this.#work();
  }

  /** Brings in an image that the lab host has. */
  addHostImage(image: string): void {
    this.#add({ name: image });
    this.#work();
  }

  /**
   * Ends an import, also one that runs.
   *
   * @param job - its job, where that is known
   */
  async cancel(id: number, job?: LabJob): Promise<void> {
    const { imports } = this.getState();
    if (imports.find(one => one.id === id)?.phase !== 'sending') {
      this.forget(id);
      return;
    }
    const sending = this.#sending;
    if (job) {
      // First, so that the server knows that it was cancelled, and by whom.
      await this.cancelJob(job).catch(() => undefined);
    }
    sending.abort();
  }

  /** Cancels a job. */
  async cancelJob({ id }: LabJob): Promise<void> {
    const { api, jobs } = this.#options;
    jobs.keep(await api.cancelJob(id));
  }

  /** Removes an import from the page. */
  forget(id: number): void {
    const { imports } = this.getState();
    this.change({ imports: imports.filter(one => one.id !== id) });
  }

  #add(given: Pick<ImageImport, 'name' | 'file' | 'failure'>): void {
    this.#lastId += 1;
    const added: ImageImport = {
      id: this.#lastId,
      refusals: 0,
      phase: given.failure === undefined ? 'waiting' : 'failed',
      ...given,
    };
    this.change({ imports: [...this.getState().imports, added] });
  }

  #edit(id: number, changes: Partial<ImageImport>): void {
    const { imports } = this.getState();
    this.change({
      imports: imports.map(one =>
        one.id === id ? { ...one, ...changes } : one,
      ),
    });
  }

  async #work(): Promise<void> {
    if (this.#isWorking) {
      return;
    }
    this.#isWorking = true;
    window.addEventListener('beforeunload', askBeforeLeaving);
    for (let next = this.#next(); next; next = this.#next()) {
      // A lab takes one at a time, also of other people.
      const { jobs, connections = browserConnections } = this.#options;
      await jobs.idle();
      const permit = await connections.acquire('work');
      try {
        if (this.#next() === next) {
          await this.#send(next);
        }
      } finally {
        permit.release();
      }
    }
    window.removeEventListener('beforeunload', askBeforeLeaving);
    this.#isWorking = false;
  }

  #next(): ImageImport | undefined {
    return this.getState().imports.find(({ phase }) => phase === 'waiting');
  }

  async #send(next: ImageImport): Promise<void> {
    const { id, name, file, refusals } = next;
    const { labId, api, jobs, onSent } = this.#options;
    const sending = new AbortController();
    this.#sending = sending;
    const known = jobs.getState().jobs ?? [];
    this.#edit(id, {
      phase: 'sending',
      earlierJobs: new Set(known.map(job => job.id)),
    });
    const end = jobs.watch();
    try {
      const source: LabImageSource = file ? { archive: file } : { image: name };
      const job = await api.importLabImage(labId, source, {
        ...(file && { name }),
        signal: sending.signal,
      });
      this.forget(id);
      jobs.keep(job);
      onSent?.(next, 'success');
    } catch (error) {
      if (sending.signal.aborted) {
        this.#edit(id, { phase: 'cancelled' });
        onSent?.(next, 'cancelled');
      } else if (statusOf(error) === BUSY && refusals < MAX_REFUSALS) {
        // Somebody else was faster, or the one before has hardly ended.
        this.#edit(id, { phase: 'waiting', refusals: refusals + 1 });
        await sleep(TRY_AGAIN_MS, sending.signal);
      } else {
        this.#edit(id, { phase: 'failed', failure: failureOf(error, file) });
        onSent?.(next, outcomeOf(error));
      }
    } finally {
      end();
    }
  }
}
