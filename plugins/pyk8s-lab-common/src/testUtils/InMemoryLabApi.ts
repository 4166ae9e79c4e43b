import type {
  ExecRequest,
  ExecResult,
  Lab,
  LabApi,
  LabEvent,
  LabEventList,
  LabExecFrame,
  LabImageList,
  LabJob,
  LabList,
  LabListQuery,
  LabLogQuery,
  LabLogSources,
  LabOptions,
  LabPageQuery,
  LabStreamFrame,
  StreamLabsOptions,
} from '../index';
import { someImages, someLogSources, someOptions } from './answers';
import { FakeArchive } from './FakeArchive';
import { FakeCommand } from './FakeCommand';
import { FakeLog, FakeStream } from './FakeStreams';
import { FakeUpload } from './FakeUpload';
import { InMemoryLabs } from './InMemoryLabs';
import { aJob } from './labs';

type ExecRun = Partial<
  Pick<ExecResult, 'exitCode' | 'timedOut'> & { stdout: string; stderr: string }
>;

/**
 * The labs API in memory: it holds labs and jobs, changes them as the backend does,
 * and tells its streams. What takes time (streams, commands, logs, uploads) is
 * controlled by the test.
 * @public
 */
export class InMemoryLabApi implements LabApi {
  readonly state = new InMemoryLabs();
  options: LabOptions = someOptions();
  activity: LabEvent[] = [];
  logSources: LabLogSources = someLogSources();
  images: LabImageList = someImages();
  kubeconfig = 'apiVersion: v1\n';
  /** What commands that are not streamed print and end with. */
  exec: (request: ExecRequest) => ExecRun = () => ({});
  /** How a job that applies manifests starts. */
  applying: Partial<LabJob> = { message: 'Applying manifests' };
  /** The id of the next lab. */
  nextId: () => string = () => crypto.randomUUID();
  /** Whether streams are told of changes; otherwise a test does. */
  tellsChanges = true;
  /** Whether streams open by themselves. */
  opensStreams = true;
  /** Every connection to the stream, in order. */
  readonly streams: FakeStream[] = [];
  /** Every command that was streamed, in order. */
  readonly commands: FakeCommand[] = [];
  /** Every log that was followed, in order. */
  readonly logs: FakeLog[] = [];
  /** Every image that was imported, in order. */
  readonly uploads: FakeUpload[] = [];
  /** Every archive of logs that was asked for, in order. */
  readonly archives: FakeArchive[] = [];

  constructor(labs: Lab[] = []) {
    this.setLabs(labs);
    this.state.onFrame = frame => {
      if (this.tellsChanges || frame.type === 'job.progress') {
        this.tell(frame);
      }
    };
  }

  /** Holds these labs, and no others; tells nobody. */
  setLabs(labs: readonly Lab[]): void {
    this.state.labs.clear();
    labs.forEach(lab => this.state.labs.set(lab.id, lab));
  }

  /** Sends frames to all who follow the stream. */
  tell(...frames: LabStreamFrame[]): void {
    this.streams.forEach(stream => stream.push(...frames));
  }

  async getOptions() {
    return this.options;
  }

  async listLabs(query?: LabListQuery): Promise<LabList> {
    return this.state.list(query);
  }

  async getLab(id: string) {
    return this.state.find(id);
  }

  async createLab(...[request, key]: Parameters<LabApi['createLab']>) {
    return this.state.create(request, this.nextId(), key);
  }

  async updateLab(...[id, request]: Parameters<LabApi['updateLab']>) {
    const lab = await this.state.find(id);
    const { owner = lab.owner, extendBy } = request;
    return this.state.change(id, {
      owner,
      ...(extendBy !== undefined && {
        expiresAt: '2026-12-01T12:00:30.000Z',
      }),
    });
  }

  async deleteLab(id: string) {
    const { status } = await this.state.find(id);
    return this.state.change(id, {
      status: status === 'DELETED' ? status : 'DELETING',
    });
  }

  async retryLab(id: string) {
    return this.state.change(id, { status: 'QUEUED', statusMessage: '' });
  }

  async pauseLab(id: string) {
    return this.state.change(id, { status: 'PAUSING' });
  }

  async resumeLab(id: string) {
    return this.state.change(id, { status: 'RESUMING' });
  }

  async getKubeconfig(..._: Parameters<LabApi['getKubeconfig']>) {
    return this.kubeconfig;
  }

  async execInLab(...[id, request]: Parameters<LabApi['execInLab']>) {
    await this.state.find(id);
    const { stdout = '', stderr = '', ...end } = this.exec(request);
    return {
      output: stdout,
      error: stderr,
      exitCode: 0,
      durationMs: 1,
      truncated: false,
      timedOut: false,
      ...end,
    };
  }

  streamExec(
    ...[id, request, { signal } = {}]: Parameters<LabApi['streamExec']>
  ): AsyncIterable<LabExecFrame> {
    const command = new FakeCommand(id, request, signal);
    this.commands.push(command);
    return command;
  }

  async applyToLab(...[labId]: Parameters<LabApi['applyToLab']>) {
    return this.state.setJob(aJob({ labId, type: 'apply', ...this.applying }));
  }

  async getLabLogSources(_id: string) {
    return this.logSources;
  }

  async getLabLogs(..._: Parameters<LabApi['getLabLogs']>) {
    return 'All that there is.\n';
  }

  followLabLogs(
    labId: string,
    query: LabLogQuery,
    { signal }: { signal?: AbortSignal } = {},
  ): AsyncIterable<string> {
    const log = new FakeLog(labId, query, signal);
    this.logs.push(log);
    return log;
  }

  async getLabLogsArchive(
    ...[, { signal } = {}]: Parameters<LabApi['getLabLogsArchive']>
  ) {
    const archive = new FakeArchive(signal);
    this.archives.push(archive);
    return archive;
  }

  async listLabImages(_id: string) {
    return this.images;
  }

  async importLabImage(...request: Parameters<LabApi['importLabImage']>) {
    const upload = new FakeUpload(...request);
    this.uploads.push(upload);
    return upload.answer;
  }

  async listJobs(..._: Parameters<LabApi['listJobs']>) {
    return { items: this.state.jobs, pageInfo: {} };
  }

  async getJob(id: string) {
    return this.state.findJob(id);
  }

  async cancelJob(id: string): Promise<LabJob> {
    return this.state.setJob({
      ...(await this.state.findJob(id)),
      status: 'CANCELLED',
    });
  }

  async getLabActivity(
    _id: string,
    { cursor = '0', limit = 50 }: LabPageQuery = {},
  ): Promise<LabEventList> {
    const to = Number(cursor) + limit;
    return {
      items: this.activity.slice(Number(cursor), to),
      pageInfo: to < this.activity.length ? { nextCursor: String(to) } : {},
    };
  }

  streamLabs(options: StreamLabsOptions = {}): AsyncIterable<LabStreamFrame> {
    const stream = new FakeStream(options);
    this.streams.push(stream);
    if (this.opensStreams) {
      stream.open();
    }
    const { lastEventId, lab } = options;
    if (this.tellsChanges && lastEventId !== undefined) {
      stream.push(...this.state.since(lastEventId, lab));
    }
    return stream;
  }
}
