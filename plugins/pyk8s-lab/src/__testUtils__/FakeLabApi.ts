import type {
  ExecResult,
  Lab,
  LabApi,
  LabEvent,
  LabEventList,
  LabImageList,
  LabJob,
  LabJobList,
  LabList,
  LabListQuery,
  LabLogQuery,
  LabLogsArchive,
  LabLogSources,
  LabOptions,
  LabStreamFrame,
  StreamLabsOptions,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { FakeArchive } from './FakeArchive';
import { FakeCommand } from './FakeCommand';
import { FakeFrames } from './FakeFrames';
import { FakeUpload } from './FakeUpload';
import {
  aJob,
  aLab,
  someImages,
  someLogSources,
  someOptions,
} from './builders';
import { ResponseError } from '@backstage/errors';

/** A log that is followed, in the hands of a test. */
export class FakeLog extends FakeFrames<string> {
  readonly labId: string;
  readonly query: LabLogQuery;
  /** Aborted once nobody follows it any more. */
  readonly signal: AbortSignal | undefined;

  constructor(labId: string, query: LabLogQuery, signal?: AbortSignal) {
    super(signal);
    this.labId = labId;
    this.query = query;
    this.signal = signal;
  }

  /** It grows by some lines. */
  write(...lines: string[]) {
    this.push(lines.map(line => `${line}\n`).join(''));
  }
}

/** The error with which the client passes on that the server refused. */
export async function aResponseError(
  status: number,
  name: string,
  message: string,
): Promise<ResponseError> {
  const body = { error: { name, message }, response: { statusCode: status } };
  return ResponseError.fromResponse({
    ok: false,
    redirected: false,
    status,
    statusText: name,
    type: 'basic',
    url: 'http://localhost:7007/api/pyk8s-lab',
    headers: new Headers({ 'content-type': 'application/json' }),
    text: async () => JSON.stringify(body),
  });
}

/** One connection to the stream, in the hands of a test. */
export class FakeStream extends FakeFrames<LabStreamFrame> {
  readonly options: StreamLabsOptions;

  constructor(options: StreamLabsOptions) {
    super(options.signal);
    this.options = options;
  }

  /** The server accepts the connection. */
  open() {
    this.options.onOpen?.();
  }
}

/**
 * A labs backend that does what a test says: it holds labs, and the test moves
 * the streams. Each method is a jest mock, so that a test can change one.
 */
export class FakeLabApi implements jest.Mocked<LabApi> {
  labs: Lab[];
  options: LabOptions = someOptions();
  activity: LabEvent[] = [];
  /** Every connection to the stream, in order. */
  readonly streams: FakeStream[] = [];
  /** Every command that was run, in order. */
  readonly commands: FakeCommand[] = [];
  logSources: LabLogSources = someLogSources();
  /** Every log that was followed, in order. */
  readonly logs: FakeLog[] = [];
  images: LabImageList = someImages();
  /** The newest first. */
  jobs: LabJob[] = [];
  /** Every image that was brought in, in order. */
  readonly uploads: FakeUpload[] = [];
  /** Every archive of logs that was asked for, in order. */
  readonly archives: FakeArchive[] = [];
  /** Streams open by themselves unless a test wants otherwise. */
  opensStreams = true;

  constructor(labs: Lab[] = []) {
    this.labs = labs;
  }

  /** The connection that was made last. */
  get stream(): FakeStream {
    return this.streams[this.streams.length - 1];
  }

  /** The command that was run last. */
  get command(): FakeCommand {
    return this.commands[this.commands.length - 1];
  }

  /** The log that was followed last. */
  get log(): FakeLog {
    return this.logs[this.logs.length - 1];
  }

  /** The image that was brought in last. */
  get upload(): FakeUpload {
    return this.uploads[this.uploads.length - 1];
  }

  /** The archive of logs that was asked for last. */
  get archive(): FakeArchive {
    return this.archives[this.archives.length - 1];
  }

  getOptions = jest.fn(async () => this.options);

  listLabs = jest.fn(async (query: LabListQuery = {}): Promise<LabList> => {
    const matching = this.labs.filter(
      ({ owner, component = '', status, name }) =>
        (query.owner?.includes(owner) ?? true) &&
        (query.component?.includes(component) ?? true) &&
        (query.status?.includes(status) ?? true) &&
        name.includes(query.q ?? ''),
    );
    const from = Number(query.cursor ?? 0);
    const to = from + (query.limit ?? 50);
    const more = to < matching.length;
    return {
      items: matching.slice(from, to),
      totalItems: matching.length,
      pageInfo: more ? { nextCursor: String(to) } : {},
    };
  });

  getLab = jest.fn(async (id: string) => this.#find(id));

  createLab = jest.fn<Promise<Lab>, Parameters<LabApi['createLab']>>(
    async request =>
      aLab({
        id: 'new',
        name: request.name,
        component: request.component,
        status: 'QUEUED',
        version: 1,
      }),
  );

  updateLab = jest.fn<Promise<Lab>, Parameters<LabApi['updateLab']>>(
    async (id, { owner }) => {
      const lab = await this.#find(id);
      return { ...lab, owner: owner ?? lab.owner, version: 100 };
    },
  );

  deleteLab = jest.fn(
    async (id: string): Promise<Lab> => ({
      ...(await this.#find(id)),
      status: 'DELETING',
      version: 100,
    }),
  );

  retryLab = jest.fn(
    async (id: string): Promise<Lab> => ({
      ...(await this.#find(id)),
      status: 'QUEUED',
      statusMessage: '',
      version: 100,
    }),
  );

  pauseLab = jest.fn(
    async (id: string): Promise<Lab> => ({
      ...(await this.#find(id)),
      status: 'PAUSING',
      version: 100,
    }),
  );

  resumeLab = jest.fn(
    async (id: string): Promise<Lab> => ({
      ...(await this.#find(id)),
      status: 'RESUMING',
      version: 100,
    }),
  );

  getKubeconfig = jest.fn<Promise<string>, Parameters<LabApi['getKubeconfig']>>(
    async () => 'apiVersion: v1\n',
  );

  execInLab = jest.fn<Promise<ExecResult>, Parameters<LabApi['execInLab']>>(
    async () => ({
      output: '',
      error: '',
      exitCode: 0,
      durationMs: 1,
      truncated: false,
      timedOut: false,
    }),
  );

  streamExec = jest.fn<
    ReturnType<LabApi['streamExec']>,
    Parameters<LabApi['streamExec']>
  >((labId, request, { signal } = {}) => {
    const command = new FakeCommand(labId, request, signal);
    this.commands.push(command);
    return command;
  });

  applyToLab = jest.fn(
    async (...[id]: Parameters<LabApi['applyToLab']>): Promise<LabJob> =>
      aJob({ labId: id, type: 'apply' }),
  );

  getLabLogSources = jest.fn<
    Promise<LabLogSources>,
    Parameters<LabApi['getLabLogSources']>
  >(async () => this.logSources);

  getLabLogs = jest.fn<Promise<string>, Parameters<LabApi['getLabLogs']>>(
    async () => 'All that there is.\n',
  );

  followLabLogs = jest.fn<
    ReturnType<LabApi['followLabLogs']>,
    Parameters<LabApi['followLabLogs']>
  >((labId, query, { signal } = {}) => {
    const log = new FakeLog(labId, query, signal);
    this.logs.push(log);
    return log;
  });

  getLabLogsArchive = jest.fn<
    Promise<LabLogsArchive>,
    Parameters<LabApi['getLabLogsArchive']>
  >(async (_labId, { signal } = {}) => {
    const archive = new FakeArchive(signal);
    this.archives.push(archive);
    return archive;
  });

  listLabImages = jest.fn<
    Promise<LabImageList>,
    Parameters<LabApi['listLabImages']>
  >(async () => this.images);

  importLabImage = jest.fn<
    Promise<LabJob>,
    Parameters<LabApi['importLabImage']>
  >(async (labId, source, options) => {
    const upload = new FakeUpload(labId, source, options);
    this.uploads.push(upload);
    return upload.answer;
  });

  listJobs = jest.fn<Promise<LabJobList>, Parameters<LabApi['listJobs']>>(
    async () => ({ items: this.jobs, pageInfo: {} }),
  );

  getJob = jest.fn(async (id: string) => this.#findJob(id));

  cancelJob = jest.fn(
    async (id: string): Promise<LabJob> =>
      this.setJob({ ...(await this.#findJob(id)), status: 'CANCELLED' }),
  );

  getLabActivity = jest.fn<
    Promise<LabEventList>,
    Parameters<LabApi['getLabActivity']>
  >(async (_id, page = {}) => {
    const from = Number(page.cursor ?? 0);
    const to = from + (page.limit ?? 50);
    const more = to < this.activity.length;
    return {
      items: this.activity.slice(from, to),
      pageInfo: more ? { nextCursor: String(to) } : {},
    };
  });

  streamLabs = jest.fn((options: StreamLabsOptions = {}) => {
    const stream = new FakeStream(options);
    this.streams.push(stream);
    if (this.opensStreams) {
      stream.open();
    }
    return stream;
  });

  /** The server tells all who listen. */
  tell(...frames: LabStreamFrame[]) {
    this.streams.forEach(stream => stream.push(...frames));
  }

  /** A job starts or changes, which the server tells all who listen. */
  setJob(job: LabJob): LabJob {
    const known = this.jobs.find(({ id }) => id === job.id);
    const changed = { ...job, version: (known?.version ?? 0) + 1 };
    this.jobs = known
      ? this.jobs.map(one => (one === known ? changed : one))
      : [changed, ...this.jobs];
    this.tell({ type: 'job.progress', job: changed });
    return changed;
  }

  async #findJob(id: string): Promise<LabJob> {
    const job = this.jobs.find(one => one.id === id);
    if (!job) {
      throw await aResponseError(404, 'NotFoundError', `No job ${id}`);
    }
    return job;
  }

  async #find(id: string): Promise<Lab> {
    const lab = this.labs.find(one => one.id === id);
    if (!lab) {
      throw await aResponseError(404, 'NotFoundError', `No lab ${id}`);
    }
    return lab;
  }
}
