import type {
  ExecRequest,
  ExecResult,
  LabImageList,
  LabJob,
  LabJobList,
  LabLogSources,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { LabCaller } from '../callers';
import { shortened, type AuditTrail } from '../audit';
import { recordable } from '../exec';
import type { ImageSource } from '../images';
import type { KubeAnswer, KubeExchange, KubeRequest } from '../kube';
import type { LabLogRequest, LogReader } from '../logs';
import type { LogArchiveTaker } from './archiveLogs';
import type { ExecOptions } from './execInLab';
import type { ImportOptions } from './importImage';
import { KubeReadAudit, MAX_PATH } from './KubeReadAudit';
import type { BegunImport, LabWork, ListJobsRequest } from './LabWork';

const KUBE_EVENTS = {
  change: { eventId: 'lab-kube-change', severityLevel: 'medium' },
  session: { eventId: 'lab-kube-session', severityLevel: 'high' },
} as const;

/** Tells Backstage's auditor what is done in labs: who, what, and whether it was. */
export class AuditedLabWork implements LabWork {
  readonly #inner: LabWork;
  readonly #audit: AuditTrail;
  readonly #kubeReads: KubeReadAudit;

  static create(options: {
    inner: LabWork;
    audit: AuditTrail;
  }): AuditedLabWork {
    return new AuditedLabWork(options);
  }

  private constructor(options: { inner: LabWork; audit: AuditTrail }) {
    this.#inner = options.inner;
    this.#audit = options.audit;
    this.#kubeReads = KubeReadAudit.create(options);
  }

  async exec(
    id: string,
    request: ExecRequest,
    caller: LabCaller,
    options: ExecOptions,
  ): Promise<ExecResult> {
    return this.#audit.record(
      {
        eventId: 'lab-exec',
        severityLevel: 'high',
        meta: { labId: id, command: recordable(request.command) },
      },
      caller,
      () => this.#inner.exec(id, request, caller, options),
      // Nothing of what was printed: it may hold secrets.
      ({ output: _, error: __, ...end }) => end,
    );
  }

  async logSources(
    id: string,
    caller: LabCaller,
    options: { signal: AbortSignal },
  ): Promise<LabLogSources> {
    return this.#inner.logSources(id, caller, options);
  }

  async logs(
    id: string,
    request: LabLogRequest,
    caller: LabCaller,
    reader: LogReader,
  ): Promise<void> {
    return this.#inner.logs(id, request, caller, reader);
  }

  async logsArchive(
    id: string,
    caller: LabCaller,
    taker: LogArchiveTaker,
  ): Promise<void> {
    return this.#audit.record(
      {
        eventId: 'lab-logs-export',
        severityLevel: 'medium',
        meta: { labId: id },
      },
      caller,
      () => this.#inner.logsArchive(id, caller, taker),
      () => ({}),
    );
  }

  async kube(
    id: string,
    request: KubeRequest,
    caller: LabCaller,
    exchange: KubeExchange,
  ): Promise<KubeAnswer> {
    const { kind, method, path } = request;
    if (kind === 'read') {
      return this.#kubeReads.record(id, request, caller, read =>
        this.#inner.kube(id, request, caller, { ...exchange, onAnswer: read }),
      );
    }
    return this.#audit.record(
      {
        eventId: KUBE_EVENTS[kind].eventId,
        severityLevel: KUBE_EVENTS[kind].severityLevel,
        meta: { labId: id, method, path: path.slice(0, MAX_PATH) },
      },
      caller,
      () => this.#inner.kube(id, request, caller, exchange),
      ({ as, status }) => ({ as, status }),
    );
  }

  async images(id: string, caller: LabCaller): Promise<LabImageList> {
    return this.#inner.images(id, caller);
  }

  async importImage(
    id: string,
    source: ImageSource,
    caller: LabCaller,
    options: ImportOptions,
  ): Promise<BegunImport> {
    return this.#audit.record(
      {
        eventId: 'lab-image-import',
        severityLevel: 'high',
        meta: {
          labId: id,
          image: 'image' in source ? shortened(source.image) : undefined,
        },
      },
      caller,
      () => this.#inner.importImage(id, source, caller, options),
      // How it goes on is in the job, and in the lab's activity.
      ({ job }) => ({ jobId: job.id }),
    );
  }

  async jobs(request: ListJobsRequest, caller: LabCaller): Promise<LabJobList> {
    return this.#inner.jobs(request, caller);
  }

  async job(id: string, caller: LabCaller): Promise<LabJob> {
    return this.#inner.job(id, caller);
  }

  async cancelJob(id: string, caller: LabCaller): Promise<LabJob> {
    return this.#audit.record(
      { eventId: 'job-cancel', severityLevel: 'medium', meta: { jobId: id } },
      caller,
      () => this.#inner.cancelJob(id, caller),
      job => ({ labId: job.labId, type: job.type }),
    );
  }
}
