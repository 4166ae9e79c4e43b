import { toError } from '@backstage/errors';
import type {
  LabApi,
  LabJob,
  LabJobType,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { isRefusal } from '../api';
import { afterWhileSeen } from '../live';
import { Observable } from '../observable';
import { isRunning } from './describe';

/** How often it is looked how far running jobs are, in milliseconds. */
const LOOK_AGAIN_MS = 1_000;
/** More jobs of a lab than are of interest at once. */
const LIMIT = 20;

/** The jobs of a lab, as far as they are known. */
export interface JobsState {
  /** The newest first; undefined until they are known. */
  readonly jobs?: readonly LabJob[];
  /** Why they were not told the last time. */
  readonly error?: Error;
}

/** What a watch needs. */
export interface JobWatchOptions {
  readonly labId: string;
  readonly types: LabJobType[];
  readonly api: Pick<LabApi, 'listJobs'>;
  readonly everyMs?: number;
}

/**
 * Watches the jobs of a lab: it asks from time to time while one runs that somebody
 * is interested in, else only when it is told to. While nobody sees the page it asks
 * only for work that goes on when no job runs.
 */
export class JobWatch extends Observable<JobsState> {
  readonly #options: JobWatchOptions;
  #watchers = 0;
  /** Those who know that a job is to come. */
  #expectants = 0;
  /** Those who go on when no job runs. */
  #waiters = 0;
  #forgetNext = () => {};
  #isAsking = false;
  /** What was asked before this changed is out of date when it is answered. */
  #version = 0;

  static create(options: JobWatchOptions): JobWatch {
    return new JobWatch(options);
  }

  private constructor(options: JobWatchOptions) {
    super({});
    this.#options = options;
  }

  /** Begins to watch; the function that is returned ends it. */
  watch(): () => void {
    this.#watchers += 1;
    this.look();
    return once(() => {
      this.#watchers -= 1;
      if (this.#watchers === 0) {
        this.#forgetNext();
      }
    });
  }

  /** Looks all the time, since a job is to come; until the returned is called. */
  expect(): () => void {
    this.#expectants += 1;
    const end = this.watch();
    return once(() => {
      this.#expectants -= 1;
      end();
    });
  }

  /** Looks now, and when a look is under way, after it. */
  look(): void {
    this.#version += 1;
    if (!this.#isAsking) {
      this.#ask();
    }
  }

  /** Takes over a job as the server has just said that it is. */
  keep(job: LabJob): void {
    const { jobs = [] } = this.getState();
    const others = jobs.filter(({ id }) => id !== job.id);
    this.change({
      jobs: [job, ...others].sort((one, other) =>
        other.createdAt.localeCompare(one.createdAt),
      ),
    });
    this.look();
  }

  /** Resolves when the server says that no job runs, or does not say it. */
  async idle(): Promise<void> {
    let stop = () => {};
    let end = () => {};
    this.#waiters += 1;
    const finish = once(() => {
      this.#waiters -= 1;
    });
    await new Promise<void>(resolve => {
      // What was known before is not asked: only what is said from now on.
      stop = this.subscribe(() => {
        const { jobs = [], error } = this.getState();
        if (error || !jobs.some(isRunning)) {
          finish();
          resolve();
        }
      });
      end = this.watch();
    });
    stop();
    end();
  }

  async #ask(): Promise<void> {
    const { api, labId, types } = this.#options;
    this.#forgetNext();
    this.#isAsking = true;
    const version = this.#version;
    try {
      const { items } = await api.listJobs({
        lab: labId,
        type: types,
        limit: LIMIT,
      });
      if (version === this.#version) {
        this.change({ jobs: items, error: undefined });
      }
    } catch (error) {
      this.change({ error: toError(error) });
    }
    this.#isAsking = false;
    if (version !== this.#version) {
      this.#ask();
    } else if (this.#goesOn()) {
      this.#askLater();
    }
  }

  #askLater(): void {
    const { everyMs = LOOK_AGAIN_MS } = this.#options;
    const ask = () => this.#ask();
    if (this.#waiters > 0) {
      const timer = setTimeout(ask, everyMs);
      this.#forgetNext = () => clearTimeout(timer);
    } else {
      this.#forgetNext = afterWhileSeen(everyMs, ask);
    }
  }

  #goesOn(): boolean {
    const { jobs = [], error } = this.getState();
    return (
      this.#watchers > 0 &&
      !isRefusal(error) &&
      (this.#expectants > 0 || jobs.some(isRunning))
    );
  }
}

function once(act: () => void): () => void {
  let isDone = false;
  return () => {
    if (!isDone) {
      isDone = true;
      act();
    }
  };
}
