import type { LabJobRecord, LabJobStore, LabRecord } from '../database';
import type { EventSources, HubEvent } from './describeEvents';

/** More than the replicas of a portal work on at once. */
const MAX_JOBS = 500;

/** How far a job is, which is no event of the log. */
export interface HubJobProgress {
  readonly progressOf: LabJobRecord;
  readonly lab: LabRecord;
}

/**
 * Knows which jobs run, in all replicas, by the events of the log, and reads how far
 * they are. While none runs, it asks nothing.
 */
export class RunningJobs {
  readonly #sources: EventSources;
  /** The version of each job that was told last. */
  readonly #told: Map<string, number>;

  static async create(
    sources: EventSources & { readonly jobStore: Pick<LabJobStore, 'list'> },
  ): Promise<RunningJobs> {
    const { items } = await sources.jobStore.list({
      statuses: ['RUNNING'],
      limit: MAX_JOBS,
    });
    return new RunningJobs(sources, items);
  }

  private constructor(sources: EventSources, jobs: readonly LabJobRecord[]) {
    this.#sources = sources;
    this.#told = new Map(jobs.map(({ id, version }) => [id, version]));
  }

  /** Learns from events which jobs run. */
  hear(events: readonly HubEvent[]): void {
    for (const { job } of events) {
      if (job?.status === 'RUNNING') {
        this.#told.set(job.id, job.version);
      } else if (job) {
        this.#told.delete(job.id);
      }
    }
  }

  /** What has changed about them since this was called last. */
  async news(): Promise<HubJobProgress[]> {
    const ids = [...this.#told.keys()];
    if (ids.length === 0) {
      return [];
    }
    const { store, jobStore } = this.#sources;
    const jobs = await jobStore.getMany(ids);
    const known = new Set(jobs.map(({ id }) => id));
    ids.filter(id => !known.has(id)).forEach(id => this.#told.delete(id));
    // The end of a job is announced by its event.
    const changed = jobs.filter(
      ({ id, status, version }) =>
        status === 'RUNNING' && version > (this.#told.get(id) ?? 0),
    );
    if (changed.length === 0) {
      return [];
    }
    const labs = await store.getMany([
      ...new Set(changed.map(({ labId }) => labId)),
    ]);
    return changed.flatMap(job => {
      this.#told.set(job.id, job.version);
      const lab = labs.find(({ id }) => id === job.labId);
      return lab ? { progressOf: job, lab } : [];
    });
  }
}
