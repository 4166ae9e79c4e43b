import type { LabExecFrame, LabStreamFrame } from '../labs';
import type {
  CreateLabRequest,
  ExecRequest,
  ExecResult,
  Lab,
  LabEventList,
  LabImageList,
  LabJob,
  LabJobList,
  LabList,
  LabLogSources,
  LabOptions,
  UpdateLabRequest,
} from '../schema/openapi/generated/models';
import type {
  LabActivityQuery,
  LabJobQuery,
  LabListQuery,
  LabLogQuery,
  StreamLabsOptions,
} from './queries';

/**
 * An image to import into a lab.
 * @public
 */
export type LabImageSource =
  | { image: string }
  | {
      /**
       * An archive of `docker save` or with an OCI layout, optionally compressed with
       * gzip or Zstandard.
       */
      archive: Blob | ReadableStream<Uint8Array>;
    };

/**
 * How manifests are applied.
 * @public
 */
export interface LabApplyOptions {
  /** Paths in the archive; all of it unless given. */
  paths?: string[];
  /** Renders the only path, a folder, with `kubectl kustomize` first. */
  kustomize?: boolean;
  /** Reads folders recursively. */
  recursive?: boolean;
  /** Uses server-side apply. */
  serverSide?: boolean;
  /** With `serverSide`, overwrites fields that other managers own. */
  forceConflicts?: boolean;
  /** For objects without a namespace; it is created if it does not exist. */
  namespace?: string;
  /** Whether to wait until everything is rolled out; true unless given. */
  wait?: boolean;
  /** The limit for applying and waiting, such as `10m`; 5m unless given. */
  timeout?: string;
  /** Aborts the upload. */
  signal?: AbortSignal;
}

/**
 * The logs of a lab as an archive.
 * @public
 */
export interface LabLogsArchive {
  jobId: string;
  body: ReadableStream<Uint8Array>;
}

/**
 * The API of the plugin for clients. Each call throws a `ResponseError` with the
 * server's message when the server refuses it.
 * @public
 */
export interface LabApi {
  /** The values that the caller may request. */
  getOptions(): Promise<LabOptions>;
  /**
   * Requests a lab and returns at once.
   * @param idempotencyKey - a retry with the same key returns the lab of the first call
   */
  createLab(request: CreateLabRequest, idempotencyKey?: string): Promise<Lab>;
  listLabs(query?: LabListQuery): Promise<LabList>;
  getLab(id: string): Promise<Lab>;
  updateLab(id: string, request: UpdateLabRequest): Promise<Lab>;
  deleteLab(id: string): Promise<Lab>;
  /** Recreates a lab in ERROR. */
  retryLab(id: string): Promise<Lab>;
  /** Stops the nodes of a RUNNING lab. */
  pauseLab(id: string): Promise<Lab>;
  /** Starts the nodes of a PAUSED lab. */
  resumeLab(id: string): Promise<Lab>;
  /**
   * A kubeconfig of a RUNNING lab, as YAML: the administrator's, or a read-only one
   * without access to secrets.
   * @param options - reach: where its address works from; `portal` is for plugins of
   *   the portal's backend
   */
  getKubeconfig(
    id: string,
    options?: { for?: 'owner' | 'viewer'; reach?: 'people' | 'portal' },
  ): Promise<string>;
  /**
   * Runs a command in a RUNNING lab and waits until it ends.
   * @param options - signal: cancels the command
   */
  execInLab(
    id: string,
    request: ExecRequest,
    options?: { signal?: AbortSignal },
  ): Promise<ExecResult>;
  /**
   * Runs a command in a RUNNING lab and streams its output; the last frame has its exit
   * code. Throws when it could not run to its end. Returning from the iterator cancels
   * the command.
   */
  streamExec(
    id: string,
    request: ExecRequest,
    options?: { signal?: AbortSignal },
  ): AsyncIterable<LabExecFrame>;
  /**
   * Applies manifests to a RUNNING lab, as a job. Resolves when the archive has been
   * received and checked.
   * @param archive - a tar archive, gzipped or not, of at most 20 MiB of files
   */
  applyToLab(
    id: string,
    archive: Blob,
    options?: LabApplyOptions,
  ): Promise<LabJob>;
  /** The pods, containers and nodes of a lab that have logs. */
  getLabLogSources(id: string): Promise<LabLogSources>;
  /** The log of one source, as text. */
  getLabLogs(
    id: string,
    query: LabLogQuery,
    options?: { signal?: AbortSignal },
  ): Promise<string>;
  /**
   * Follows the log of one source, in chunks of whole lines. Ends when the source does;
   * throws when the connection breaks.
   */
  followLabLogs(
    id: string,
    query: LabLogQuery,
    options?: { signal?: AbortSignal },
  ): AsyncIterable<string>;
  /**
   * All logs of a RUNNING lab, as a gzipped tar archive.
   * @param options - signal: aborts it
   * @returns a stream of the archive, and the id of the job that creates it
   */
  getLabLogsArchive(
    id: string,
    options?: { signal?: AbortSignal },
  ): Promise<LabLogsArchive>;
  /** The images on the nodes of a RUNNING lab. */
  listLabImages(id: string): Promise<LabImageList>;
  /**
   * Imports an image into every node of a RUNNING lab, as a job. Resolves when an
   * archive has been received and checked.
   *
   * @param source - the name of an image on the lab host, or an archive
   * @param options - name: the name of the archive, such as its file name; signal:
   *   aborts the upload
   */
  importLabImage(
    id: string,
    source: LabImageSource,
    options?: { name?: string; signal?: AbortSignal },
  ): Promise<LabJob>;
  /** The jobs of labs that the caller may read, newest first. */
  listJobs(query?: LabJobQuery): Promise<LabJobList>;
  getJob(id: string): Promise<LabJob>;
  /** Cancels a job. Has no effect on one that has ended. */
  cancelJob(id: string): Promise<LabJob>;
  /** The events of a lab, newest first. */
  getLabActivity(id: string, query?: LabActivityQuery): Promise<LabEventList>;
  /**
   * Streams events of the labs that the caller may read. Ends when the server or the
   * signal ends it, and throws when the connection breaks; to continue without a gap,
   * call it again with the last `seq`.
   */
  streamLabs(options?: StreamLabsOptions): AsyncIterable<LabStreamFrame>;
}
