import type { LoggerService } from '@backstage/backend-plugin-api';
import { ServiceUnavailableError } from '@backstage/errors';
import type { JsonObject } from '@backstage/types';
import { isSpanContextValid, trace } from '@opentelemetry/api';
import type { LabJobType } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { randomBytes, randomUUID } from 'node:crypto';
import { LeaseLostError, type Claim, type LabJobRecord } from '../database';
import type {
  JobHandlers,
  JobOutcome,
  JobSpec,
  JobWork,
  StartedJob,
} from './JobHandler';
import type { JobWorker } from './JobReporter';
import { JobCancelledError, JobRunner } from './JobRunner';

const LEASE_MS = 15_000;
/** How often a job is started whose worker dies: it may be what kills them. */
const MAX_ATTEMPTS = 3;
/** How many jobs of others one replica works on at the same time. */
const MAX_TAKEN_OVER = 2;
/** How many jobs of others are looked at in one go. */
const BATCH = 50;

/** What a {@link LabJobs} works with. */
export interface LabJobsOptions
  extends Omit<JobWorker, 'holder' | 'now' | 'leaseMs' | 'onChanged'>,
    Partial<Pick<JobWorker, 'now' | 'leaseMs' | 'onChanged'>> {
  readonly handlers: JobHandlers;
  readonly logger: LoggerService;
}

interface Running {
  readonly job: LabJobRecord;
  /** Aborted with the reason for which this attempt ends. */
  readonly control: AbortController;
  readonly done: Promise<JobOutcome>;
  readonly isTakenOver: boolean;
}

/**
 * Does what takes long, and writes how far it is and how it ended. A worker holds each
 * job with a lease. When it dies, any replica starts the job again where its row says
 * all that it needs, and ends it otherwise.
 */
export class LabJobs {
  readonly #handlers: JobHandlers;
  readonly #worker: JobWorker;
  readonly #runner: JobRunner;
  readonly #running = new Map<string, Running>();
  #stopped = false;

  constructor(options: LabJobsOptions) {
    this.#handlers = options.handlers;
    this.#worker = {
      ...options,
      holder: randomUUID(),
      now: options.now ?? (() => new Date()),
      leaseMs: options.leaseMs ?? LEASE_MS,
      onChanged: options.onChanged ?? (() => undefined),
    };
    this.#runner = new JobRunner(this.#worker, options.logger);
  }

  /**
   * Starts a job, and returns when it is written that it has started.
   * @param work - its work, where that needs what only this process has; the handler
   *   of its type does it by `params` otherwise, and so can another replica
   * @throws ServiceUnavailableError when the portal stops, or ConflictError when
   *   another job of the lab has its slot
   */
  async start(spec: JobSpec, work: JobWork): Promise<StartedJob>;
  async start(spec: JobSpec & { params: JsonObject }): Promise<StartedJob>;
  async start(
    spec: JobSpec & { params?: JsonObject },
    work?: JobWork,
  ): Promise<StartedJob> {
    if (this.#stopped) {
      throw stopping();
    }
    const { lab, slot, signal, ...about } = spec;
    const span = trace.getActiveSpan()?.spanContext();
    const started = {
      ...about,
      id: randomUUID(),
      labId: lab.id,
      createdAt: this.#worker.now(),
      traceId:
        span && isSpanContextValid(span)
          ? span.traceId
          : randomBytes(16).toString('hex'),
    };
    await this.#worker.store.add({ ...started, slot }, this.#newClaim());
    this.#worker.onChanged();
    const job: LabJobRecord = {
      ...started,
      labName: lab.name,
      status: 'RUNNING',
      steps: [],
      attempt: 1,
      version: 1,
      cancelRequested: false,
    };
    const done = this.#run(job, work ?? this.#workOf(job), { signal });
    if (this.#stopped) {
      this.#interrupt(job.id);
    }
    return { job, done };
  }

  /** Requests the cancellation of a job, in any process. */
  async cancel(job: LabJobRecord): Promise<void> {
    await this.#worker.store.requestCancel(job.id);
    this.#running.get(job.id)?.control.abort(new JobCancelledError());
  }

  /**
   * Takes the jobs of workers that have died: starts again what it can, and ends the
   * others.
   * @returns how many there were
   */
  async takeOver(): Promise<number> {
    if (this.#stopped) {
      return 0;
    }
    const jobs = await this.#worker.store.claimAbandoned(this.#newClaim(), {
      types: Object.keys(this.#handlers) as LabJobType[],
      except: [...this.#running.keys()],
      limit: BATCH,
    });
    for (const job of jobs) {
      await this.#takeOne(job);
    }
    if (jobs.length > 0) {
      this.#worker.onChanged();
    }
    return jobs.length;
  }

  /**
   * Ends every job of this process, or leaves it to the next, and returns when none
   * goes on here.
   */
  async stop(): Promise<void> {
    this.#stopped = true;
    const running = [...this.#running.values()];
    running.forEach(({ job }) => this.#interrupt(job.id));
    await Promise.allSettled(running.map(({ done }) => done));
  }

  #interrupt(id: string): void {
    const { job, control } = this.#running.get(id) ?? {};
    if (job) {
      control?.abort(
        this.#mayContinue(job)
          ? new LeaseLostError('The portal was stopped: another one continues.')
          : new ServiceUnavailableError(this.#handlers[job.type].interrupted),
      );
    }
  }

  async #takeOne(job: LabJobRecord): Promise<void> {
    const logger = this.#runner.loggerOf(job);
    const fail = (message: string) =>
      this.#runner.end(job, { status: 'FAILED', message });
    if (job.cancelRequested) {
      const { message } = new JobCancelledError();
      await this.#runner.end(job, { status: 'CANCELLED', message });
    } else if (!this.#mayContinue(job)) {
      logger.warn('A job ended with the portal that worked on it');
      await fail(this.#handlers[job.type].interrupted);
    } else if (job.attempt > MAX_ATTEMPTS) {
      await fail(
        `The portal was stopped ${MAX_ATTEMPTS} times while this job ran, so it is not started again: ask those who run the portal.`,
      );
    } else if (this.#stopped || this.#countTakenOver() >= MAX_TAKEN_OVER) {
      // Another replica, or the next look, has room for it.
      await this.#runner.release(job);
    } else {
      logger.info(`Attempt ${job.attempt} of a job whose portal was stopped`);
      this.#run(job, this.#workOf(job), { isTakenOver: true });
    }
  }

  #countTakenOver(): number {
    return [...this.#running.values()].filter(({ isTakenOver }) => isTakenOver)
      .length;
  }

  #mayContinue({ type, params }: LabJobRecord): boolean {
    return params !== undefined && this.#handlers[type].run !== undefined;
  }

  #workOf({ type, params }: LabJobRecord): JobWork {
    const { run } = this.#handlers[type];
    if (!run || !params) {
      throw new Error(`A job of type ${type} needs its work.`);
    }
    return context => run(context, params);
  }

  #run(
    job: LabJobRecord,
    work: JobWork,
    options: { signal?: AbortSignal; isTakenOver?: boolean },
  ): Promise<JobOutcome> {
    const control = new AbortController();
    const { signal, isTakenOver = false } = options;
    const done = this.#runner
      .run(job, work, { control, signal })
      .finally(() => this.#running.delete(job.id));
    done.catch(() => undefined);
    this.#running.set(job.id, { job, control, done, isTakenOver });
    return done;
  }

  #newClaim(): Claim {
    const { holder, now, leaseMs } = this.#worker;
    const instant = now();
    return {
      holder,
      now: instant,
      leaseUntil: new Date(instant.getTime() + leaseMs),
    };
  }
}

function stopping(): ServiceUnavailableError {
  return new ServiceUnavailableError(
    'The portal was stopped in the meantime: try again.',
  );
}
