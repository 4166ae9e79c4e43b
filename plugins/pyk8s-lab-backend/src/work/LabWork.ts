import type {
  ExecRequest,
  ExecResult,
  LabImageList,
  LabJob,
  LabJobList,
  LabJobStatus,
  LabJobType,
  LabLogSources,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { LabCaller } from '../callers';
import type { ImageSource } from '../images';
import type { KubeAnswer, KubeExchange, KubeRequest } from '../kube';
import type { JobOutcome } from '../jobs';
import type { LabLogRequest, LogReader } from '../logs';
import type { LogArchiveTaker } from './archiveLogs';
import type { ExecOptions } from './execInLab';
import type { ImportOptions } from './importImage';

/** An import that has begun. */
export interface BegunImport {
  readonly job: LabJob;
  /** Settles when it has ended. */
  readonly done: Promise<JobOutcome>;
}

/** Which jobs a caller wants listed. */
export interface ListJobsRequest {
  readonly labId?: string;
  readonly statuses?: readonly LabJobStatus[];
  readonly types?: readonly LabJobType[];
  readonly limit: number;
  readonly cursor?: string;
}

/**
 * What people can do in labs that run. Each call says who calls; what a caller may
 * not see is not found, and what a caller may see but not do is not allowed.
 */
export interface LabWork {
  /**
   * Runs a command in a lab and returns when it has ended.
   * @throws NotFoundError, InputError, ConflictError when the lab is not RUNNING, an
   *   error of status 429, or ServiceUnavailableError; whatever the signal aborts
   *   with
   */
  exec(
    id: string,
    request: ExecRequest,
    caller: LabCaller,
    options: ExecOptions,
  ): Promise<ExecResult>;
  /** What has logs in a lab. @throws NotFoundError */
  logSources(
    id: string,
    caller: LabCaller,
    options: { signal: AbortSignal },
  ): Promise<LabLogSources>;
  /**
   * Tells a log of a lab, and returns at its end or when the signal aborts.
   * @throws NotFoundError, InputError, ConflictError when a cluster is asked that
   *   does not run, an error of status 429, or ServiceUnavailableError
   */
  logs(
    id: string,
    request: LabLogRequest,
    caller: LabCaller,
    reader: LogReader,
  ): Promise<void>;
  /**
   * Writes all logs of a lab into an archive, and returns at its end.
   * @throws NotFoundError, ConflictError when the lab is not RUNNING, an error of
   *   status 429, or ServiceUnavailableError; whatever the signal aborts with
   */
  logsArchive(
    id: string,
    caller: LabCaller,
    taker: LogArchiveTaker,
  ): Promise<void>;
  /**
   * Forwards a request to a lab's Kubernetes API, as its administrator or as one who
   * looks on, and returns when all of the answer has been taken.
   *
   * @throws NotFoundError, NotAllowedError, ConflictError when the lab is not RUNNING,
   *   an error of status 429 or 502, or ServiceUnavailableError; whatever ends the
   *   right to it
   */
  kube(
    id: string,
    request: KubeRequest,
    caller: LabCaller,
    exchange: KubeExchange,
  ): Promise<KubeAnswer>;
  /** @throws NotFoundError, ConflictError or ServiceUnavailableError */
  images(id: string, caller: LabCaller): Promise<LabImageList>;
  /**
   * Brings images into every node of a lab, as a job. Returns when an archive has
   * come whole, and is right; for an image of the lab host, when the job has begun.
   *
   * @param options - sending: aborts when whoever sends the archive has left;
   *   signal: ends the job whenever it aborts
   * @throws NotFoundError, InputError, NotAllowedError, ConflictError when the lab is
   *   not RUNNING, an error of status 413 or 429, or ServiceUnavailableError
   */
  importImage(
    id: string,
    source: ImageSource,
    caller: LabCaller,
    options: ImportOptions,
  ): Promise<BegunImport>;
  jobs(request: ListJobsRequest, caller: LabCaller): Promise<LabJobList>;
  /** @throws NotFoundError */
  job(id: string, caller: LabCaller): Promise<LabJob>;
  /** Ends a job; again is no error. @throws NotFoundError or NotAllowedError */
  cancelJob(id: string, caller: LabCaller): Promise<LabJob>;
}
