import type {
  LabImageList,
  LabJob,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { shortened } from '../access/AuditTrail';
import type { Access } from '../access/Access';
import type { LabCaller } from '../callers/LabCaller';
import type { ImageSettings } from '../config/LabSettings';
import { findLab, type LabJobStore, type LabStore } from '../database';
import { findJob, toJob } from '../jobs/toJob';
import type { JobOutcome } from '../jobs/JobHandler';
import type { ChangeRate } from '../throttling/ChangeRate';
import { allowedHostImage, IMPORTING } from './hostImages';
import { type ImageSource, RECEIVED } from './importArchive';
import type { LabImages, StartedImport } from './LabImages';
import { beginUse, notRunning } from '../running/beginUse';

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

/** What an import is ended by. */
interface ImportOptions {
  /** Aborts when the sender of the archive has left. */
  readonly sending: AbortSignal;
  /** Ends the import, whatever it is doing. */
  readonly signal?: AbortSignal;
}

/** The job of an import, and its end. */
export interface ImportJob {
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
  ): Promise<ImportJob> {
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
        // Its progress is in the job, and in the lab's activity.
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
  ): Promise<ImportJob> {
    const started = await this.#startJob(id, source, caller, options);
    if ('image' in source) {
      return { job: toJob(started.job), done: started.done };
    }
    await started.received;
    const job = await findJob(started.job.id, this.#services.jobStore);
    // What is written of a job that goes on is a moment old.
    const known = job.status === 'RUNNING' ? { ...job, ...RECEIVED } : job;
    return { job: toJob(known), done: started.done };
  }

  async #startJob(
    id: string,
    source: ImageSource,
    caller: LabCaller,
    options: ImportOptions,
  ): Promise<StartedImport> {
    const { images, settings } = this.#services;
    const wanted =
      'image' in source
        ? { image: allowedHostImage(source.image, settings.images) }
        : source;
    const lab = await beginUse(id, IMPORTING, caller, this.#services);
    const giveBack = images.reserve(id);
    try {
      const started = await images.import(lab, wanted, {
        ...options,
        createdBy: caller.userRef,
      });
      started.done.then(giveBack, giveBack);
      return started;
    } catch (error) {
      giveBack();
      throw error;
    }
  }
}
