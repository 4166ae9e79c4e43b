import type { JsonObject } from '@backstage/types';
import type {
  LabJobStatus,
  LabJobType,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { LabFilter } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';

/** Something that takes long, as it begins. */
export interface NewLabJob {
  readonly id: string;
  readonly labId: string;
  readonly type: LabJobType;
  readonly title: string;
  readonly message: string;
  readonly createdAt: Date;
  /** Undefined when the portal began it. */
  readonly createdBy?: string;
  readonly traceId?: string;
  /** Of one, a lab has one job at a time, whichever process does it. */
  readonly slot?: string;
}

/** Something that takes long and goes on, or went on, in a lab. */
export interface LabJobRecord extends Omit<NewLabJob, 'slot'> {
  readonly labName: string;
  readonly status: LabJobStatus;
  /** In percent. */
  readonly progress?: number;
  readonly endedAt?: Date;
  readonly result?: JsonObject;
}

/** Which jobs to list. */
export interface LabJobQuery {
  /** Only those of labs that the caller may read. */
  readonly readable?: LabFilter;
  readonly labId?: string;
  readonly statuses?: readonly LabJobStatus[];
  readonly types?: readonly LabJobType[];
  readonly limit: number;
  /** Only those that began before the one that this cursor names. */
  readonly before?: number;
}

/** How a job ended. */
export interface LabJobEnd {
  readonly status: Exclude<LabJobStatus, 'RUNNING'>;
  readonly message: string;
  readonly result?: JsonObject;
}

/** Keeps jobs, for as long as their labs. */
export interface LabJobStore {
  /**
   * Writes a job that begins, as RUNNING.
   * @throws ConflictError when another job of the lab has its slot
   */
  add(job: NewLabJob): Promise<void>;
  get(id: string): Promise<LabJobRecord | undefined>;
  /** The newest first; `next`: the cursor of those after them, if there are. */
  list(query: LabJobQuery): Promise<{ items: LabJobRecord[]; next?: number }>;
  /**
   * Writes how far a job is, and that there is somebody who does it.
   * @returns whether it is to be cancelled; undefined when it has ended
   */
  report(
    id: string,
    state: { at: Date; message: string; progress?: number },
  ): Promise<{ cancelRequested: boolean } | undefined>;
  /** Asks for the end of a job. One that has ended is no error. */
  requestCancel(id: string): Promise<void>;
  /** Writes the end of a job; one that has ended stays as it is. */
  end(id: string, end: LabJobEnd, at: Date): Promise<void>;
  /**
   * Ends jobs that nobody has reported of since an instant.
   * @returns how many there were
   */
  endAbandoned(seenBefore: Date, end: LabJobEnd, at: Date): Promise<number>;
  /** Removes jobs that ended before an instant. @returns how many */
  purge(before: Date, limit: number): Promise<number>;
}
