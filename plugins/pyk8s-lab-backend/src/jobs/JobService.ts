import { isError, NotFoundError } from '@backstage/errors';
import type {
  LabJob,
  LabJobList,
  LabJobStatus,
  LabJobType,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { OPERATIONS } from '../access/operations';
import type { Access } from '../access/Access';
import type { LabCaller } from '../callers/LabCaller';
import type { LabJobRecord, LabJobStore } from '../database';
import { readCursor } from '../labs/listLabs';
import type { ChangeRate } from '../throttling/ChangeRate';
import type { LabJobs } from './LabJobs';
import { toJob, findJob } from './toJob';

/** Which jobs a caller wants listed. */
export interface ListJobsRequest {
  readonly labId?: string;
  readonly statuses?: readonly LabJobStatus[];
  readonly types?: readonly LabJobType[];
  readonly limit: number;
  readonly cursor?: string;
}

/** The dependencies of a {@link JobService}. */
export interface JobServiceOptions {
  readonly access: Access;
  readonly jobStore: LabJobStore;
  readonly jobs: LabJobs;
  readonly changes: ChangeRate;
}

/** Shows the jobs of labs, and cancels them. */
export class JobService {
  readonly #services: JobServiceOptions;

  constructor(options: JobServiceOptions) {
    this.#services = options;
  }

  async list(request: ListJobsRequest, caller: LabCaller): Promise<LabJobList> {
    const { access, jobStore } = this.#services;
    return access.run('listJobs', { caller }, async ({ rights }) => {
      const { items, next } = await jobStore.list({
        ...request,
        readable: rights?.readable,
        before:
          request.cursor === undefined ? undefined : readCursor(request.cursor),
      });
      return {
        items: items.map(toJob),
        pageInfo: next === undefined ? {} : { nextCursor: String(next) },
      };
    });
  }

  /** @throws NotFoundError */
  async get(id: string, caller: LabCaller): Promise<LabJob> {
    const { access } = this.#services;
    return access.run(
      'getJob',
      {
        caller,
        decide: async asker => {
          await this.#findReadable(id, asker);
          return { entitled: asker };
        },
      },
      async () => toJob(await this.#find(id)),
    );
  }

  /** Ends a job; again is no error. @throws NotFoundError or NotAllowedError */
  async cancel(id: string, caller: LabCaller): Promise<LabJob> {
    const { access, jobs, changes } = this.#services;
    const { permission, action } = OPERATIONS.cancelJob;
    return access.run(
      'cancelJob',
      {
        caller,
        decide: async asker => {
          const job = await this.#findReadable(id, asker);
          // Services may share a user, and have tokens with different restrictions.
          return asker.isService || job.createdBy !== asker.userRef
            ? access.gate.assertMay(action, permission, job.labId, asker)
            : { entitled: asker };
        },
        meta: { jobId: id },
        describe: job => ({ labId: job.labId, type: job.type }),
      },
      async entitled => {
        changes.count(entitled);
        await jobs.cancel(await this.#find(id));
        return toJob(await this.#find(id));
      },
    );
  }

  async #find(id: string): Promise<LabJobRecord> {
    return findJob(id, this.#services.jobStore);
  }

  /** A job of a lab that the caller may not see is not there. */
  async #findReadable(id: string, caller: LabCaller): Promise<LabJobRecord> {
    const job = await this.#find(id);
    try {
      await this.#services.access.gate.assertReadable(job.labId, caller);
      return job;
    } catch (error) {
      throw isError(error) && error.name === 'NotFoundError'
        ? new NotFoundError(`There is no job with the id ${id}.`)
        : error;
    }
  }
}
