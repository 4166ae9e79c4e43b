import type { JsonObject } from '@backstage/types';
import type {
  LabJobStatus,
  LabJobStep,
  LabJobType,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { LabFilter } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { Claim } from './LabStore';

/** A long-running operation, as it starts. */
export interface NewLabJob {
  readonly id: string;
  readonly labId: string;
  readonly type: LabJobType;
  readonly title: string;
  readonly message: string;
  readonly createdAt: Date;
  /** Undefined when the portal started it. */
  readonly createdBy?: string;
  readonly traceId?: string;
  /** What another worker can start it again with; undefined: none can. */
  readonly params?: JsonObject;
  /** A lab has one job at a time with a slot, in all replicas. */
  readonly slot?: string;
}

/** A long-running operation in a lab. */
export interface LabJobRecord extends Omit<NewLabJob, 'slot'> {
  readonly labName: string;
  readonly status: LabJobStatus;
  /** In percent. */
  readonly progress?: number;
  /** Those of this attempt. */
  readonly steps: readonly LabJobStep[];
  /** Counts its workers, from 1. */
  readonly attempt: number;
  readonly endedAt?: Date;
  readonly result?: JsonObject;
  readonly cancelRequested: boolean;
  /** Grows with every change that readers see. */
  readonly version: number;
}

/** Which jobs to list. */
export interface LabJobQuery {
  /** Only those of labs that the caller may read. */
  readonly readable?: LabFilter;
  readonly labId?: string;
  readonly statuses?: readonly LabJobStatus[];
  readonly types?: readonly LabJobType[];
  readonly limit: number;
  /** Only those that started before the one that this cursor names. */
  readonly before?: number;
}

/** The state of a job that runs. */
export interface LabJobState {
  readonly message: string;
  readonly progress?: number;
  readonly steps: readonly LabJobStep[];
}

/** How a job ended. */
export interface LabJobEnd {
  readonly status: Exclude<LabJobStatus, 'RUNNING'>;
  readonly message: string;
  readonly result?: JsonObject;
  /** Those so far unless given. */
  readonly steps?: readonly LabJobStep[];
}

/**
 * Keeps jobs, for as long as their labs. The start and the end of a job are events of
 * its lab, written in one transaction with the job.
 */
export interface LabJobStore {
  /**
   * Writes a job that starts, as RUNNING.
   * @throws ConflictError when another job of the lab has its slot
   */
  add(job: NewLabJob, claim: Claim): Promise<void>;
  get(id: string): Promise<LabJobRecord | undefined>;
  getMany(ids: readonly string[]): Promise<LabJobRecord[]>;
  /** The newest first; `next`: the cursor of those after them, if any. */
  list(query: LabJobQuery): Promise<{ items: LabJobRecord[]; next?: number }>;
  /**
   * Renews the lease of a job, and writes its state where that has changed.
   * @returns whether to cancel it; undefined when it has ended, or another
   *   worker has it
   */
  renew(
    claim: Claim,
    id: string,
    state?: LabJobState,
  ): Promise<{ cancelRequested: boolean } | undefined>;
  /** Asks for the end of a job. One that has ended is no error. */
  requestCancel(id: string): Promise<void>;
  /**
   * Writes the end of a job. One that has ended, or that another worker has, stays as
   * it is.
   * @returns whether it was written
   */
  end(
    id: string,
    end: LabJobEnd,
    by: { readonly holder: string; readonly at: Date },
  ): Promise<boolean>;
  /**
   * Claims jobs whose worker no longer renews their lease, the oldest first. Each is
   * another attempt.
   * @param query - types: only these; except: jobs that the holder works on
   */
  claimAbandoned(
    claim: Claim,
    query: {
      readonly types: readonly LabJobType[];
      readonly except: readonly string[];
      readonly limit: number;
    },
  ): Promise<LabJobRecord[]>;
  /** Gives a job back, which is not an attempt: another worker may claim it at once. */
  release(id: string, by: { holder: string; at: Date }): Promise<void>;
  /** Removes jobs that ended before an instant. @returns how many */
  purge(before: Date, limit: number): Promise<number>;
}
