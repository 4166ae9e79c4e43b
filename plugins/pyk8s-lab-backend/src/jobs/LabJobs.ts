import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  CustomErrorBase,
  ServiceUnavailableError,
  toError,
} from '@backstage/errors';
import type { JsonObject } from '@backstage/types';
import { trace } from '@opentelemetry/api';
import type { LabJobType } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { boundedText } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { randomUUID } from 'node:crypto';
import type { LabJobEnd, LabJobRecord, LabJobStore } from '../database';
import { JobReporter } from './JobReporter';

/** What nodes say may be in it. */
const MAX_MESSAGE = 4_000;

/** Thrown inside a job that somebody has cancelled. */
export class JobCancelledError extends CustomErrorBase {
  name = 'JobCancelledError' as const;
  /** Read by Backstage's error middleware, for whoever waits for the job. */
  readonly statusCode = 409;

  constructor(message = 'It was cancelled.') {
    super(message);
  }
}

/** What is to be done as a job. */
export interface JobSpec {
  readonly lab: { readonly id: string; readonly name: string };
  readonly type: LabJobType;
  /** What it does, for people. */
  readonly title: string;
  /** What it does first. */
  readonly message: string;
  /** Undefined when the portal begins it. */
  readonly createdBy?: string;
  /** Of one, a lab has one job at a time, whichever process does it. */
  readonly slot?: string;
}

/** What the work of a job is given. */
export interface JobContext {
  readonly id: string;
  /** Aborts when the job is cancelled, or the portal stops. */
  readonly signal: AbortSignal;
  /** Says what it does now. @param progress - in percent; unknown unless given */
  tell(message: string, progress?: number): void;
}

/** What came of the work of a job. */
export interface JobOutcome {
  /** How it ended, for people. */
  readonly message: string;
  readonly result?: JsonObject;
}

/** A job that has begun. */
export interface StartedJob {
  /** As it began. */
  readonly job: LabJobRecord;
  /** Settles when it has ended and that is written; rejects as its work does. */
  readonly done: Promise<JobOutcome>;
}

/**
 * Does what takes long, and writes down how far it is and how it ended. A job goes
 * on in the process that it was begun in, and ends with it.
 */
export class LabJobs {
  readonly #store: LabJobStore;
  readonly #logger: LoggerService;
  readonly #now: () => Date;
  readonly #reportMs: number | undefined;
  readonly #running = new Set<Promise<unknown>>();
  readonly #stopping = new AbortController();
  /** Those of this process, so that they are cancelled at once. */
  readonly #cancels = new Map<string, AbortController>();

  /** @param options - reportMs: the time between two reports of a job */
  static create(options: {
    store: LabJobStore;
    logger: LoggerService;
    now?: () => Date;
    reportMs?: number;
  }): LabJobs {
    return new LabJobs(options);
  }

  private constructor(options: {
    store: LabJobStore;
    logger: LoggerService;
    now?: () => Date;
    reportMs?: number;
  }) {
    this.#reportMs = options.reportMs;
    this.#store = options.store;
    this.#logger = options.logger;
    this.#now = options.now ?? (() => new Date());
  }

  /**
   * Begins a job, and returns when it is written that it has.
   * @throws ServiceUnavailableError when the portal stops, or ConflictError when
   *   another job of the lab has its slot
   */
  async start(
    spec: JobSpec,
    work: (context: JobContext) => Promise<JobOutcome>,
  ): Promise<StartedJob> {
    this.#stopping.signal.throwIfAborted();
    const { lab, slot, ...about } = spec;
    const id = randomUUID();
    const begun = {
      ...about,
      id,
      labId: lab.id,
      createdAt: this.#now(),
      traceId: trace.getActiveSpan()?.spanContext().traceId,
    };
    await this.#store.add({ ...begun, slot });
    const done = this.#run(id, spec, work);
    this.#running.add(done);
    done.catch(() => undefined).finally(() => this.#running.delete(done));
    return { job: { ...begun, labName: lab.name, status: 'RUNNING' }, done };
  }

  /** Asks for the end of a job, in whatever process it goes on. */
  async cancel(job: LabJobRecord): Promise<void> {
    await this.#store.requestCancel(job.id);
    this.#cancels.get(job.id)?.abort(new JobCancelledError());
  }

  /** Ends every job of this process, and returns when they have ended. */
  async stop(): Promise<void> {
    this.#stopping.abort(
      new ServiceUnavailableError(
        'The portal was stopped in the meantime: try again.',
      ),
    );
    await Promise.allSettled(this.#running);
  }

  async #run(
    id: string,
    { lab, message }: JobSpec,
    work: (context: JobContext) => Promise<JobOutcome>,
  ): Promise<JobOutcome> {
    const cancel = new AbortController();
    this.#cancels.set(id, cancel);
    const logger = this.#logger.child({ labId: lab.id, jobId: id });
    const reporter = JobReporter.start({
      id,
      message,
      store: this.#store,
      logger,
      now: this.#now,
      reportMs: this.#reportMs,
      onCancelRequested: () => cancel.abort(new JobCancelledError()),
    });
    try {
      const outcome = await work({
        id,
        signal: AbortSignal.any([cancel.signal, this.#stopping.signal]),
        tell: (now, progress) => reporter.tell(now, progress),
      });
      await reporter.stop();
      await this.#end(id, { status: 'SUCCEEDED', ...outcome }, logger);
      return outcome;
    } catch (error) {
      await reporter.stop();
      const { name, message: reason } = toError(error);
      const status = name === 'JobCancelledError' ? 'CANCELLED' : 'FAILED';
      await this.#end(id, { status, message: reason }, logger);
      throw error;
    } finally {
      this.#cancels.delete(id);
    }
  }

  /** What was done stays done, even if that cannot be written down. */
  async #end(id: string, end: LabJobEnd, logger: LoggerService) {
    try {
      const message = boundedText(end.message, MAX_MESSAGE);
      await this.#store.end(id, { ...end, message }, this.#now());
    } catch (error) {
      logger.error('The end of a job could not be recorded', toError(error));
    }
  }
}
