import type {
  LabApi,
  LabJob,
  LabJobType,
  LabStreamFrame,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { follow, Sight } from '../watch';
import { Observable } from '../observable';
import { isRunning } from './describe';

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
  readonly api: Pick<LabApi, 'listJobs' | 'streamLabs'>;
}

/**
 * Watches the jobs of a lab for as long as somebody is interested in them: it lists
 * them once, and follows them by the stream of events. While nobody sees the page it
 * follows them only for work that continues when no job runs.
 */
export class JobWatch extends Observable<JobsState> {
  readonly #options: JobWatchOptions;
  #watchers = 0;
  /** Those who continue when no job runs. */
  #waiters = 0;
  #following: AbortController | undefined;
  #readAgain = () => {};
  #onNeed = () => {};
  /** What came while the list was read, which it may not have. */
  #heard = new Map<string, LabJob>();

  static create(options: JobWatchOptions): JobWatch {
    return new JobWatch(options);
  }

  private constructor(options: JobWatchOptions) {
    super({});
    this.#options = options;
  }

  /** Starts to watch; the function that is returned ends it. */
  watch(): () => void {
    this.#watchers += 1;
    if (!this.#following) {
      this.#follow();
    }
    return once(() => {
      this.#watchers -= 1;
      if (this.#watchers === 0) {
        this.#following?.abort();
        this.#following = undefined;
      }
    });
  }

  /** Lists the jobs now. */
  look(): void {
    if (this.#following) {
      this.#readAgain();
    } else if (this.#watchers > 0) {
      this.#follow();
    }
  }

  /** Takes over a job as the server has just said that it is. */
  keep(job: LabJob): void {
    this.#heard.set(job.id, job);
    const { jobs } = this.getState();
    // One is not all that there are.
    if (jobs) {
      this.change({ jobs: merged(jobs, [job]) });
    }
  }

  /** Resolves when the server says that no job runs, or does not say it. */
  async idle(): Promise<void> {
    this.#waiters += 1;
    this.#onNeed();
    let stop = () => {};
    let end = () => {};
    const ended = new Promise<void>(resolve => {
      // What was known before is not asked: only what is said from now on.
      stop = this.subscribe(() => {
        const { jobs = [], error } = this.getState();
        if (error || !jobs.some(isRunning)) {
          resolve();
        }
      });
    });
    const isWatched = this.#following !== undefined;
    end = this.watch();
    if (isWatched) {
      this.look();
    }
    await ended;
    stop();
    end();
    this.#waiters -= 1;
    this.#onNeed();
  }

  async #follow(): Promise<void> {
    const { api, labId } = this.#options;
    const following = new AbortController();
    this.#following = following;
    await follow(
      {
        read: () => this.#read(following.signal),
        stream: from => api.streamLabs({ ...from, lab: labId }),
        take: frame => this.#take(frame),
        onFailed: error => {
          if (!following.signal.aborted) {
            this.change({ error });
          }
        },
        onStale: listener => {
          this.#readAgain = listener;
          return () => {
            if (this.#following === following) {
              this.#readAgain = () => {};
            }
          };
        },
        watchNeed: onChange => this.#watchNeed(onChange),
      },
      following,
    );
    // The lab was not found, which may change.
    if (this.#following === following) {
      this.#following = undefined;
    }
  }

  async #read(signal: AbortSignal): Promise<void> {
    const { api, labId, types } = this.#options;
    this.#heard = new Map();
    const { items } = await api.listJobs({
      lab: labId,
      type: types,
      limit: LIMIT,
    });
    if (!signal.aborted) {
      const { jobs: known = [] } = this.getState();
      const newer = known.filter(({ id }) => items.some(job => job.id === id));
      this.change({
        jobs: merged(items, [...newer, ...this.#heard.values()]),
        error: undefined,
      });
    }
  }

  #take(frame: LabStreamFrame): boolean {
    const { labId, types } = this.#options;
    const job = 'job' in frame ? frame.job : undefined;
    if (job?.labId === labId && types.includes(job.type)) {
      this.keep(job);
    }
    return frame.type === 'lab.hidden';
  }

  #watchNeed(onChange: (isNeeded: boolean) => void) {
    let isSeen = true;
    let isNeeded = true;
    const isNeededNow = () => isSeen || this.#waiters > 0;
    this.#onNeed = () => {
      if (isNeeded !== isNeededNow()) {
        isNeeded = isNeededNow();
        onChange(isNeeded);
      }
    };
    const sight = Sight.watch(seen => {
      isSeen = seen;
      this.#onNeed();
    });
    isSeen = sight.isSeen;
    isNeeded = isNeededNow();
    return {
      get isSeen() {
        return isNeeded;
      },
      stop: () => sight.stop(),
    };
  }
}

/** The newest jobs; of each, the highest version counts. */
function merged(
  jobs: readonly LabJob[],
  others: readonly LabJob[],
): readonly LabJob[] {
  const byId = new Map(jobs.map(job => [job.id, job]));
  for (const job of others) {
    const known = byId.get(job.id);
    if (!known || known.version < job.version) {
      byId.set(job.id, job);
    }
  }
  return [...byId.values()]
    .sort((one, other) => other.createdAt.localeCompare(one.createdAt))
    .slice(0, LIMIT);
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
