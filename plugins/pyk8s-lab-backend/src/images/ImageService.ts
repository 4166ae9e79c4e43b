import type {
  LabImageList,
  LabJob,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { shortened } from '../access/AuditTrail';
import type { Access } from '../access/Access';
import type { LabCaller } from '../callers/LabCaller';
import type { ImageSettings } from '../config/LabSettings';
import { findLab, type LabJobStore, type LabStore } from '../database';
import { toJob, findJob } from '../jobs/toJob';
import type { JobOutcome } from '../jobs/JobHandler';
import type { ChangeRate } from '../limits/ChangeRate';
import { RECEIVED, type ImageSource } from './importArchive';
import { importImage, type ImportOptions } from './importImage';
import type { LabImages } from './LabImages';
import { notRunning } from '../running/beginUse';

/** The dependencies of an {@link ImageService}. */
export interface ImageServiceOptions {
  readonly access: Access;
  readonly store: LabStore;
  readonly jobStore: LabJobStore;
  readonly images: LabImages;
  readonly changes: ChangeRate;
  readonly settings: { readonly images: ImageSettings };
  readonly now: () => Date;
}

/** An import that has started. */
export interface StartedImport {
  readonly job: LabJob;
  /** Settles when it has ended. */
  readonly done: Promise<JobOutcome>;
}

/** Lists the images of labs, and imports others. */
export class ImageService {
  readonly #services: ImageServiceOptions;

  constructor(options: ImageServiceOptions) {
    this.#services = options;
  }

  /** @throws NotFoundError, ConflictError or ServiceUnavailableError */
  async list(id: string, caller: LabCaller): Promise<LabImageList> {
    const { access, store, images } = this.#services;
    return access.run('listLabImages', { caller, lab: id }, async () => {
      const doing = 'Images can be listed';
      const lab = await findLab(id, store);
      if (lab.status !== 'RUNNING') {
        throw notRunning(lab, doing);
      }
      try {
        return await images.list(lab);
      } catch (error) {
        const current = await store.get(id);
        throw current && current.status !== 'RUNNING'
          ? notRunning(current, doing)
          : error;
      }
    });
  }

  /**
   * Imports images into every node of a lab, as a job. Returns when an archive has
   * come whole, and is right; for an image of the lab host, when the job has started.
   *
   * @param options - sending: aborts when the sender of the archive has left;
   *   signal: ends the job whenever it aborts
   * @throws NotFoundError, InputError, NotAllowedError, ConflictError when the lab is
   *   not RUNNING, an error of status 413 or 429, or ServiceUnavailableError
   */
  async import(
    id: string,
    source: ImageSource,
    caller: LabCaller,
    options: ImportOptions,
  ): Promise<StartedImport> {
    const { access, changes } = this.#services;
    return access.run(
      'importLabImage',
      {
        caller,
        lab: id,
        signal: options.signal,
        meta: {
          image: 'image' in source ? shortened(source.image) : undefined,
        },
        // How it goes on is in the job, and in the lab's activity.
        describe: ({ job }) => ({ jobId: job.id }),
        until: ({ done }) => done,
      },
      async (entitled, signal) => {
        changes.count(entitled);
        return this.#start(id, source, entitled, { ...options, signal });
      },
    );
  }

  async #start(
    id: string,
    source: ImageSource,
    caller: LabCaller,
    options: ImportOptions,
  ): Promise<StartedImport> {
    const { jobStore } = this.#services;
    const started = await importImage(
      id,
      source,
      caller,
      options,
      this.#services,
    );
    if ('image' in source) {
      return { job: toJob(started.job), done: started.done };
    }
    await started.received;
    const job = await findJob(started.job.id, jobStore);
    // What is written of a job that goes on is a moment old.
    const known = job.status === 'RUNNING' ? { ...job, ...RECEIVED } : job;
    return { job: toJob(known), done: started.done };
  }
}
