import type { LoggerService } from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import type {
  ExecRequest,
  ExecResult,
  LabImageList,
  LabJob,
  LabJobList,
  LabLogSources,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { LabCaller } from '../callers';
import type { LabSettings } from '../config';
import type {
  LabJobRecord,
  LabJobStore,
  LabOutputs,
  LabStore,
} from '../database';
import type { CommandPolicy, LabCommands } from '../exec';
import { RECEIVED, type ImageSource, type LabImages } from '../images';
import type { KubeAnswer, KubeExchange, KubeRequest, LabKube } from '../kube';
import type { LabJobs } from '../jobs';
import { labPresenter, readCursor, type LabPresenter } from '../labs';
import type { LabProviders } from '../lifecycle';
import type { ChangeRate, LabSlots } from '../limits';
import type { LabLogRequest, LabLogs, LogReader } from '../logs';
import type { Spool } from '../spool';
import { archiveLogs, archiveSlots, type LogArchiveTaker } from './archiveLogs';
import { execInLab, type ExecOptions } from './execInLab';
import { kubeInLab } from './kubeInLab';
import { KubeReads } from './KubeReads';
import { LabUses } from './LabUses';
import { importImage, type ImportOptions } from './importImage';
import type { BegunImport, LabWork, ListJobsRequest } from './LabWork';
import { listImages } from './listImages';
import { readLogs, readLogSources } from './readLogs';
import { toJob } from './toJob';

/** The dependencies of a {@link DefaultLabWork}. */
export interface DefaultLabWorkOptions {
  readonly store: LabStore;
  readonly outputs: LabOutputs;
  readonly jobStore: LabJobStore;
  readonly providers: LabProviders;
  readonly commands: LabCommands;
  readonly commandPolicy: CommandPolicy;
  readonly logs: LabLogs;
  readonly images: LabImages;
  readonly jobs: LabJobs;
  readonly kube: LabKube;
  readonly spool: Spool;
  readonly logger: LoggerService;
  readonly instanceId: string;
  readonly settings: LabSettings;
  readonly changes: ChangeRate;
  /** Called after each change of a lab. */
  readonly onChanged: (labId: string) => void;
  readonly now?: () => Date;
}

/** Does what people do in labs. Who may is decided around it. */
export class DefaultLabWork implements LabWork {
  readonly #services: DefaultLabWorkOptions & {
    readonly now: () => Date;
    readonly show: LabPresenter;
    readonly archives: LabSlots;
    readonly kubeReads: KubeReads;
    readonly uses: LabUses;
  };

  static create(options: DefaultLabWorkOptions): DefaultLabWork {
    return new DefaultLabWork(options);
  }

  private constructor(options: DefaultLabWorkOptions) {
    const now = options.now ?? (() => new Date());
    const show = labPresenter(options.settings, now);
    this.#services = {
      ...options,
      now,
      show,
      archives: archiveSlots(),
      kubeReads: KubeReads.create(),
      uses: LabUses.create({ ...options, now }),
    };
  }

  async exec(
    id: string,
    request: ExecRequest,
    caller: LabCaller,
    options: ExecOptions,
  ): Promise<ExecResult> {
    this.#services.changes.count(caller);
    return execInLab(id, request, caller, options, this.#services);
  }

  async logSources(
    id: string,
    _caller: LabCaller,
    { signal }: { signal: AbortSignal },
  ): Promise<LabLogSources> {
    return readLogSources(id, signal, this.#services);
  }

  async logs(
    id: string,
    request: LabLogRequest,
    caller: LabCaller,
    reader: LogReader,
  ): Promise<void> {
    return readLogs(id, request, caller, reader, this.#services);
  }

  async logsArchive(
    id: string,
    caller: LabCaller,
    taker: LogArchiveTaker,
  ): Promise<void> {
    this.#services.changes.count(caller);
    return archiveLogs(id, caller, taker, this.#services);
  }

  async kube(
    id: string,
    request: KubeRequest,
    caller: LabCaller,
    exchange: KubeExchange,
  ): Promise<KubeAnswer> {
    return kubeInLab(id, request, caller, exchange, this.#services);
  }

  async images(id: string): Promise<LabImageList> {
    return listImages(id, this.#services);
  }

  async importImage(
    id: string,
    source: ImageSource,
    caller: LabCaller,
    options: ImportOptions,
  ): Promise<BegunImport> {
    this.#services.changes.count(caller);
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
    const job = await this.#findJob(started.job.id);
    // What is written of a job that goes on is a moment old.
    const known = job.status === 'RUNNING' ? { ...job, ...RECEIVED } : job;
    return { job: toJob(known), done: started.done };
  }

  async jobs(request: ListJobsRequest, caller: LabCaller): Promise<LabJobList> {
    const { items, next } = await this.#services.jobStore.list({
      ...request,
      readable: caller.rights?.readable,
      before:
        request.cursor === undefined ? undefined : readCursor(request.cursor),
    });
    return {
      items: items.map(toJob),
      pageInfo: next === undefined ? {} : { nextCursor: String(next) },
    };
  }

  async job(id: string): Promise<LabJob> {
    return toJob(await this.#findJob(id));
  }

  async cancelJob(id: string, caller: LabCaller): Promise<LabJob> {
    this.#services.changes.count(caller);
    const job = await this.#findJob(id);
    await this.#services.jobs.cancel(job);
    return toJob(await this.#findJob(id));
  }

  async #findJob(id: string): Promise<LabJobRecord> {
    const job = await this.#services.jobStore.get(id);
    if (!job) {
      throw new NotFoundError(`There is no job with the id ${id}.`);
    }
    return job;
  }
}
