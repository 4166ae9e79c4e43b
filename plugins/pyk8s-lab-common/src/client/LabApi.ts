import type {
  LabActivityCategory,
  LabExecFrame,
  LabStreamFrame,
} from '../labs';
import type {
  CreateLabRequest,
  ExecRequest,
  ExecResult,
  Lab,
  LabEventList,
  LabImageList,
  LabJob,
  LabJobList,
  LabJobStatus,
  LabJobType,
  LabList,
  LabLogSources,
  LabOptions,
  UpdateLabRequest,
} from '../schema/openapi/generated/models';
import type { LabStatus } from '../schema/openapi/generated/models/LabStatus.model';

/**
 * Which page of a list to read.
 * @public
 */
export interface LabPageQuery {
  /** From 1 to 200; 50 unless given. */
  limit?: number;
  /** The `pageInfo.nextCursor` of the page before. */
  cursor?: string;
}

/**
 * Which events of a lab to read.
 * @public
 */
export interface LabActivityQuery extends LabPageQuery {
  /** All unless given. */
  category?: LabActivityCategory[];
}

/**
 * Which labs to list.
 * @public
 */
export interface LabListQuery extends LabPageQuery {
  /** Entity refs. */
  owner?: string[];
  /** Every status but DELETED unless given. */
  status?: LabStatus[];
  /** Entity refs of the components that labs were made for. */
  component?: string[];
  provider?: string;
  /** A part of the name or of the purpose. */
  q?: string;
  /** `createdAt`, `name`, `status` or `expiresAt`, with `,desc` for the other way. */
  orderBy?: string;
}

/**
 * Which log, and how much of it.
 * @public
 */
export type LabLogQuery = {
  /** From how many lines before the end; 1000 unless given. */
  tail?: number;
} & (
  | {
      source: 'provisioning';
      /** The `id` of one of the runs; the last one unless given. */
      run?: string;
    }
  | ({
      /** Only what was written in this time, such as `10m`. */
      since?: string;
    } & (
      | {
          source: 'node';
          /** The control plane unless given. */
          node?: string;
          /** All of the node's journal unless given. */
          unit?: string;
        }
      | {
          source: 'pod';
          /** `default` unless given. */
          namespace?: string;
          pod: string;
          /** The pod's first one unless given. */
          container?: string;
          /** The log from before the container's last restart. */
          previous?: boolean;
        }
    ))
);

/**
 * An image that is to be brought into a lab.
 * @public
 */
export type LabImageSource =
  | { image: string }
  | {
      /**
       * An archive of `docker save` or with an OCI layout, also gzipped or compressed
       * with Zstandard.
       */
      archive: Blob | ReadableStream<Uint8Array>;
    };

/**
 * How manifests are applied.
 * @public
 */
export interface LabApplyOptions {
  /** What of the archive; all of it unless given. */
  paths?: string[];
  /** Renders the one path, a folder, with `kubectl kustomize` first. */
  kustomize?: boolean;
  /** Reads folders with all folders in them. */
  recursive?: boolean;
  /** Applies as `kubectl apply --server-side` does. */
  serverSide?: boolean;
  /** With `serverSide`, changes fields that others manage. */
  forceConflicts?: boolean;
  /** Of objects that name none; it is created if it does not exist. */
  namespace?: string;
  /** Whether to wait until everything is rolled out; true unless given. */
  wait?: boolean;
  /** How long applying and waiting may take, such as `10m`; 5m unless given. */
  timeout?: string;
  /** Stops sending the archive. */
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
 * Which jobs to list.
 * @public
 */
export interface LabJobQuery {
  /** The id of a lab. */
  lab?: string;
  status?: LabJobStatus[];
  type?: LabJobType[];
  /** From 1 to 200; 50 unless given. */
  limit?: number;
  cursor?: string;
}

/**
 * What to follow, and from where.
 * @public
 */
export interface StreamLabsOptions {
  /** Only this lab's events. */
  lab?: string;
  /** The `seq` of the last event that was seen; what came after it is replayed first. */
  lastEventId?: number;
  /** Ends the stream. */
  signal?: AbortSignal;
  /** Called once the server has accepted the stream, before its first event. */
  onOpen?: () => void;
}

/**
 * The API of the plugin, as a client sees it. Each call throws a
 * `ResponseError` with the server's own message when the server refuses.
 * @public
 */
export interface LabApi {
  /** What the caller may ask for. */
  getOptions(): Promise<LabOptions>;
  /**
   * Asks for a lab and returns at once.
   * @param idempotencyKey - a retry with the same key returns the first call's lab
   */
  createLab(request: CreateLabRequest, idempotencyKey?: string): Promise<Lab>;
  listLabs(query?: LabListQuery): Promise<LabList>;
  getLab(id: string): Promise<Lab>;
  updateLab(id: string, request: UpdateLabRequest): Promise<Lab>;
  deleteLab(id: string): Promise<Lab>;
  /** Makes a lab in ERROR anew. */
  retryLab(id: string): Promise<Lab>;
  /** Stops the nodes of a RUNNING lab. */
  pauseLab(id: string): Promise<Lab>;
  /** Starts the nodes of a PAUSED lab. */
  resumeLab(id: string): Promise<Lab>;
  /**
   * A kubeconfig of a RUNNING lab, as YAML: the administrator's, or one that
   * can look at everything but secrets and change nothing.
   * @param options - reach: from where its address works; `portal` is for plugins
   *   of the portal's backend
   */
  getKubeconfig(
    id: string,
    options?: { for?: 'owner' | 'viewer'; reach?: 'people' | 'portal' },
  ): Promise<string>;
  /**
   * Runs a command in a RUNNING lab and waits until it has ended.
   * @param options - signal: ends the command
   */
  execInLab(
    id: string,
    request: ExecRequest,
    options?: { signal?: AbortSignal },
  ): Promise<ExecResult>;
  /**
   * Runs a command in a RUNNING lab and tells what it prints as it does; the last
   * frame says how it ended. Throws when it could not be run to its end; whoever
   * stops reading ends the command.
   */
  streamExec(
    id: string,
    request: ExecRequest,
    options?: { signal?: AbortSignal },
  ): AsyncIterable<LabExecFrame>;
  /**
   * Applies manifests to a RUNNING lab, as a job. The promise settles when the archive
   * has been received and checked.
   * @param archive - a tar archive, gzipped or not, of at most 20 MiB of files
   */
  applyToLab(
    id: string,
    archive: Blob,
    options?: LabApplyOptions,
  ): Promise<LabJob>;
  /** What has logs in a lab. */
  getLabLogSources(id: string): Promise<LabLogSources>;
  /** The log of one source, as text. */
  getLabLogs(
    id: string,
    query: LabLogQuery,
    options?: { signal?: AbortSignal },
  ): Promise<string>;
  /**
   * Follows the log of one source, in pieces of whole lines. Ends with its source;
   * throws when the connection breaks.
   */
  followLabLogs(
    id: string,
    query: LabLogQuery,
    options?: { signal?: AbortSignal },
  ): AsyncIterable<string>;
  /**
   * Everything that a RUNNING lab has logs of, as a gzipped tar archive.
   * @param options - signal: ends it
   * @returns the archive as it is made, and the id of the job that makes it
   */
  getLabLogsArchive(
    id: string,
    options?: { signal?: AbortSignal },
  ): Promise<LabLogsArchive>;
  /** The images that the nodes of a RUNNING lab have. */
  listLabImages(id: string): Promise<LabImageList>;
  /**
   * Brings an image into every node of a RUNNING lab. The promise settles when an
   * archive has been received and found to be right; the job goes on.
   *
   * @param source - the name of an image of the lab host, or an archive
   * @param options - name: what to call the archive, such as its file's name;
   *   signal: stops sending it
   */
  importLabImage(
    id: string,
    source: LabImageSource,
    options?: { name?: string; signal?: AbortSignal },
  ): Promise<LabJob>;
  /** What takes long in the labs that the caller may read, the newest first. */
  listJobs(query?: LabJobQuery): Promise<LabJobList>;
  getJob(id: string): Promise<LabJob>;
  /** Ends a job. One that has ended is no error. */
  cancelJob(id: string): Promise<LabJob>;
  /** What happened to a lab, the newest first. */
  getLabActivity(id: string, query?: LabActivityQuery): Promise<LabEventList>;
  /**
   * Follows the labs that the caller may read. Ends when the server or the
   * signal ends it, and throws when the connection breaks; to go on without a
   * gap, call it again with the last `seq`.
   */
  streamLabs(options?: StreamLabsOptions): AsyncIterable<LabStreamFrame>;
}
