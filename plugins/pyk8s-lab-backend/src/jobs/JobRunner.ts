import type { LoggerService } from '@backstage/backend-plugin-api';
import { CustomErrorBase, toError } from '@backstage/errors';
import { boundedText } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { LeaseLostError, type LabJobEnd, type LabJobRecord } from '../database';
import { anySignal } from '../throttling/anySignal';
import type { JobOutcome, JobWork } from './JobHandler';
import { JobReporter, MAX_MESSAGE, type JobWorker } from './JobReporter';

/** Thrown inside a job that was cancelled. */
export class JobCancelledError extends CustomErrorBase {
  name = 'JobCancelledError' as const;
  /** Read by Backstage's error middleware, for callers that wait for the job. */
  readonly statusCode = 409;

  constructor(message = 'It was cancelled.') {
    super(message);
  }
}

/** Does the work of jobs that this worker holds, and writes how they end. */
export class JobRunner {
  readonly #worker: JobWorker;
  readonly #logger: LoggerService;

  constructor(worker: JobWorker, logger: LoggerService) {
    this.#worker = worker;
    this.#logger = logger;
  }

  /**
   * One attempt at a job.
   * @param options - control: aborted with the reason for which the attempt ends;
   *   signal: ends the job as well
   * @throws what its work failed with
   */
  async run(
    job: LabJobRecord,
    work: JobWork,
    options: {
      readonly control: AbortController;
      readonly signal?: AbortSignal;
    },
  ): Promise<JobOutcome> {
    const { control } = options;
    const { id, labId, createdBy, attempt } = job;
    const reporter = JobReporter.start({
      ...this.#worker,
      id,
      message: job.message,
      logger: this.loggerOf(job),
      onCancelRequested: () => control.abort(new JobCancelledError()),
      onLost: () =>
        control.abort(
          new LeaseLostError(
            'The portal could not hold this job: look at how it ends.',
          ),
        ),
    });
    const isLost = () => control.signal.reason instanceof LeaseLostError;
    try {
      const outcome = await work({
        id,
        labId,
        createdBy,
        attempt,
        signal: anySignal(control.signal, options.signal),
        get isLost() {
          return isLost();
        },
        tell: (message, progress) => reporter.tell(message, progress),
        step: (name, title) => reporter.step(name, title),
      });
      const steps = await reporter.stop();
      await this.end(job, { status: 'SUCCEEDED', ...outcome, steps });
      return outcome;
    } catch (error) {
      const steps = await reporter.stop();
      if (isLost()) {
        await this.release(job);
      } else {
        const { name, message } = toError(error);
        const status = name === 'JobCancelledError' ? 'CANCELLED' : 'FAILED';
        await this.end(job, { status, message, steps });
      }
      throw error;
    }
  }

  /** What was done stays done, even if that cannot be written. */
  async end(job: LabJobRecord, end: LabJobEnd): Promise<void> {
    const { store, holder, now, onChanged } = this.#worker;
    try {
      const message = boundedText(end.message, MAX_MESSAGE);
      const written = await store.end(
        job.id,
        { ...end, message },
        { holder, at: now() },
      );
      if (!written) {
        this.loggerOf(job).warn('A job has ended that another worker has');
      }
      onChanged();
    } catch (error) {
      this.loggerOf(job).error(
        'The end of a job could not be written',
        toError(error),
      );
    }
  }

  /** Leaves a job to others. Where that cannot be written, its lease ends by itself. */
  async release(job: LabJobRecord): Promise<void> {
    const { store, holder, now } = this.#worker;
    try {
      await store.release(job.id, { holder, at: now() });
    } catch (error) {
      this.loggerOf(job).warn('A job could not be released', toError(error));
    }
  }

  loggerOf({ id, labId, traceId }: LabJobRecord): LoggerService {
    return this.#logger.child({
      labId,
      jobId: id,
      ...(traceId && { traceId }),
    });
  }
}
