import { LAB_JOB_EVENTS } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type {
  LabEventRecord,
  LabJobRecord,
  LabJobStore,
  LabRecord,
  LabStore,
} from '../database';

/** An event, with its lab and its job as they were when the event was read. */
export interface HubEvent {
  readonly event: LabEventRecord;
  readonly lab: LabRecord;
  /** For a lab that is QUEUED, 1 for the next. */
  readonly queuePosition?: number;
  /** Of an event that tells of a job. */
  readonly job?: LabJobRecord;
}

/** Where what events tell of is read. */
export interface EventSources {
  readonly store: Pick<LabStore, 'getMany' | 'queue'>;
  readonly jobStore: Pick<LabJobStore, 'getMany'>;
}

/**
 * Reads what events tell of, once for all of them. Those of labs that are gone are left
 * out.
 * @param options - needsQueue: read the queue also where no lab of them waits
 */
export async function describeEvents(
  events: readonly LabEventRecord[],
  { store, jobStore }: EventSources,
  options: { needsQueue?: boolean } = {},
): Promise<{ items: HubEvent[]; queue: string[] }> {
  const labs = byId(await store.getMany(unique(events.map(e => e.labId))));
  const jobIds = unique(events.flatMap(event => jobOf(event) ?? []));
  const jobs = byId(jobIds.length > 0 ? await jobStore.getMany(jobIds) : []);
  const isQueued = [...labs.values()].some(lab => lab.status === 'QUEUED');
  const queue = isQueued || options.needsQueue ? await store.queue() : [];
  const items = events.flatMap(event => {
    const lab = labs.get(event.labId);
    return lab
      ? {
          event,
          lab,
          queuePosition: queue.indexOf(lab.id) + 1 || undefined,
          job: jobs.get(jobOf(event) ?? ''),
        }
      : [];
  });
  return { items, queue };
}

function jobOf({ type, data }: LabEventRecord): string | undefined {
  const jobId = LAB_JOB_EVENTS.includes(type) ? data?.jobId : undefined;
  return typeof jobId === 'string' ? jobId : undefined;
}

function unique(ids: readonly string[]): string[] {
  return [...new Set(ids)];
}

function byId<T extends { readonly id: string }>(
  items: readonly T[],
): ReadonlyMap<string, T> {
  return new Map(items.map(item => [item.id, item]));
}
