import type { JsonObject } from '@backstage/types';
import type { LabJobType } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { LabJobRecord } from '../database';

/** The work of a job. */
export interface JobSpec {
  readonly lab: { readonly id: string; readonly name: string };
  readonly type: LabJobType;
  /** What it does, for people. */
  readonly title: string;
  /** What it does first. */
  readonly message: string;
  /** Undefined when the portal starts it. */
  readonly createdBy?: string;
  /** A lab has one job at a time with a slot, in all replicas. */
  readonly slot?: string;
  /** Ends the job whenever it aborts. */
  readonly signal?: AbortSignal;
}

/** A job that has started. */
export interface StartedJob {
  /** As it started. */
  readonly job: LabJobRecord;
  /** Settles when it has ended and that is written; rejects as its work does. */
  readonly done: Promise<JobOutcome>;
}

/** What the work of a job is given. */
export interface JobContext {
  readonly id: string;
  readonly labId: string;
  /** Undefined when the portal started it. */
  readonly createdBy?: string;
  /** Counts the workers of the job, from 1. */
  readonly attempt: number;
  /** Aborts when the job is cancelled, the portal stops, or the lease is lost. */
  readonly signal: AbortSignal;
  /**
   * Another worker has the job now, or may get it: what ended this attempt is not the
   * end of the job.
   */
  readonly isLost: boolean;
  /** Says what it does now. @param progress - in percent; unknown unless given */
  tell(message: string, progress?: number): void;
  /**
   * Starts a step, and finishes the one before.
   * @param name - what programs know it by
   * @param title - what it does, for people
   */
  step(name: string, title: string): void;
}

/** What came of the work of a job. */
export interface JobOutcome {
  /** How it ended, for people. */
  readonly message: string;
  readonly result?: JsonObject;
}

/** The work of a job. */
export type JobWork = (context: JobContext) => Promise<JobOutcome>;

/** How jobs of one type are done, and what becomes of them when their worker dies. */
export interface JobHandler {
  /**
   * What is told of a job whose portal was stopped and that cannot be started again,
   * because its input went with the portal: what happened, and what to do.
   */
  readonly interrupted: string;
  /**
   * Does a job by its stored parameters, in any replica. It may have been done in
   * part, so it must bear being repeated.
   */
  readonly run?: (
    context: JobContext,
    params: JsonObject,
  ) => Promise<JobOutcome>;
}

/** Every type of job. */
export type JobHandlers = Readonly<Record<LabJobType, JobHandler>>;
