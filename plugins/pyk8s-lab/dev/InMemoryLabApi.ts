import {
  type CreateLabRequest,
  type ExecRequest,
  type ExecResult,
  type Lab,
  type LabApi,
  type LabEventList,
  type LabExecFrame,
  type LabImageList,
  type LabImageSource,
  type LabJob,
  type LabJobList,
  type LabJobQuery,
  type LabList,
  type LabListQuery,
  type LabLogQuery,
  type LabLogsArchive,
  type LabLogSources,
  type LabOptions,
  type LabPageQuery,
  type LabStreamFrame,
  parseDuration,
  type StreamLabsOptions,
  type UpdateLabRequest,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { assertAcceptable, updateOf } from './changes';
import { runCommand } from './commands';
import { InMemoryImages } from './InMemoryImages';
import { InMemoryLabs, iso } from './InMemoryLabs';
import { followLog, logSourcesOf, readLog } from './logs';
import { endLab, makeLab, pauseLab, resumeLab } from './lifecycle';
import { matching } from './listing';

const ME = 'user:default/guest';

// About what a server in the same building takes.
const answering = () => new Promise(resolve => setTimeout(resolve, 200));

function pageOf<T>(all: T[], { limit = 50, cursor }: LabPageQuery) {
  const from = Number(cursor ?? 0);
  const next = from + limit;
  return {
    items: all.slice(from, next),
    pageInfo: next < all.length ? { nextCursor: String(next) } : {},
  };
}

/**
 * A labs backend in the browser's memory, for the development of the pages. It
 * behaves like the real one, except that no lab has a cluster.
 */
export class InMemoryLabApi implements LabApi {
  readonly #labs = new InMemoryLabs();
  readonly #images = new InMemoryImages((id, message) =>
    this.#labs.record(id, 'lab.image', message, ME),
  );
  readonly #idsByKey = new Map<string, string>();
  readonly #options: LabOptions;

  constructor(options: LabOptions, labs: Lab[]) {
    this.#options = options;
    for (const lab of labs) {
      this.#labs.add(lab);
      if (lab.status === 'PROVISIONING') {
        makeLab(this.#labs, lab.id);
      }
    }
    setInterval(() => this.#expire(), 1_000);
  }

  async getOptions(): Promise<LabOptions> {
    await answering();
    const live = this.#live();
    return {
      ...this.#options,
      quotas: this.#options.quotas.map(quota => {
        const labs = live
          .filter(
            lab =>
              (!quota.owner || lab.owner === quota.owner) &&
              lab.simulated === Boolean(quota.simulated),
          )
          .map(({ name }) => name);
        return { ...quota, used: labs.length, labs };
      }),
    };
  }

  async createLab(request: CreateLabRequest, key?: string): Promise<Lab> {
    await answering();
    const earlier = key && this.#idsByKey.get(key);
    if (earlier) {
      return this.#labs.get(earlier);
    }
    const lab = this.#newLab(request);
    await assertAcceptable(lab, this.#live(), await this.getOptions());
    this.#labs.add(lab);
    if (key) {
      this.#idsByKey.set(key, lab.id);
    }
    setTimeout(() => makeLab(this.#labs, lab.id), 1_000);
    return this.#labs.get(lab.id);
  }

  async listLabs(query: LabListQuery = {}): Promise<LabList> {
    await answering();
    const all = matching(this.#live(), query);
    return { ...pageOf(all, query), totalItems: all.length };
  }

  async getLab(id: string): Promise<Lab> {
    await answering();
    return this.#labs.find(id);
  }

  async updateLab(id: string, request: UpdateLabRequest): Promise<Lab> {
    await answering();
    const lab = await this.#labs.find(id);
    const { change, type, message } = await updateOf(lab, request);
    this.#labs.change(id, change, type, message, ME);
    return this.#labs.get(id);
  }

  async deleteLab(id: string): Promise<Lab> {
    await answering();
    await this.#labs.find(id);
    endLab(this.#labs, id, ME);
    return this.#labs.get(id);
  }

  async pauseLab(id: string): Promise<Lab> {
    await answering();
    await this.#labs.find(id);
    const { stopsTime } = this.#options.pause;
    pauseLab(this.#labs, id, { stopsTime, actorRef: ME });
    return this.#labs.get(id);
  }

  async resumeLab(id: string): Promise<Lab> {
    await answering();
    await this.#labs.find(id);
    resumeLab(this.#labs, id, ME);
    return this.#labs.get(id);
  }

  async retryLab(id: string): Promise<Lab> {
    await answering();
    await this.#labs.find(id);
    this.#labs.change(
      id,
      {
        status: 'QUEUED',
        statusMessage: '',
        phases: [],
        progress: 0,
        runningAt: undefined,
      },
      'lab.retried',
      'Recreating.',
      ME,
    );
    setTimeout(() => makeLab(this.#labs, id), 1_000);
    return this.#labs.get(id);
  }

  async getKubeconfig(
    id: string,
    options: { for?: 'owner' | 'viewer' } = {},
  ): Promise<string> {
    await answering();
    const { name } = await this.#labs.find(id);
    const whose = options.for === 'viewer' ? "viewers'" : "owner's";
    this.#labs.record(
      id,
      'lab.kubeconfig-read',
      `The ${whose} kubeconfig was read.`,
      ME,
    );
    return `# This lab is only in the memory of a browser.\napiVersion: v1\nkind: Config\ncurrent-context: kind-${name}\n`;
  }

  async execInLab(
    id: string,
    request: ExecRequest,
    options: { signal?: AbortSignal } = {},
  ): Promise<ExecResult> {
    const printed = { stdout: '', stderr: '' };
    for await (const frame of this.streamExec(id, request, options)) {
      if (frame.type === 'exit') {
        const { type: _type, ...end } = frame;
        return { ...end, output: printed.stdout, error: printed.stderr };
      }
      printed[frame.stream] += frame.text;
    }
    throw new Error('The command did not end.');
  }

  async *streamExec(
    id: string,
    request: ExecRequest,
    { signal }: { signal?: AbortSignal } = {},
  ): AsyncGenerator<LabExecFrame> {
    await answering();
    const lab = await this.#labs.find(id);
    yield* runCommand(lab, request, signal);
    this.#labs.record(id, 'lab.command', `${request.command} was run.`, ME);
  }

  async getLabLogSources(id: string): Promise<LabLogSources> {
    await answering();
    return logSourcesOf(await this.#labs.find(id));
  }

  async getLabLogs(id: string, query: LabLogQuery): Promise<string> {
    await answering();
    return readLog(await this.#labs.find(id), query);
  }

  async *followLabLogs(
    id: string,
    query: LabLogQuery,
    { signal }: { signal?: AbortSignal } = {},
  ): AsyncGenerator<string> {
    await answering();
    const lab = await this.#labs.find(id);
    yield* followLog(lab, query, () => this.#labs.get(id), signal);
  }

  async getLabLogsArchive(
    id: string,
    { signal }: { signal?: AbortSignal } = {},
  ): Promise<LabLogsArchive> {
    await answering();
    await this.#labs.find(id);
    return this.#images.logs(signal);
  }

  async listLabImages(id: string): Promise<LabImageList> {
    await answering();
    return this.#images.of(await this.#labs.find(id));
  }

  async importLabImage(
    id: string,
    source: LabImageSource,
    options: { name?: string; signal?: AbortSignal } = {},
  ): Promise<LabJob> {
    await answering();
    const lab = await this.#labs.find(id);
    return this.#images.import(lab, source, options, ME);
  }

  async listJobs(query: LabJobQuery = {}): Promise<LabJobList> {
    await answering();
    return pageOf(this.#images.jobs(query.lab), query);
  }

  async getJob(id: string): Promise<LabJob> {
    await answering();
    return this.#images.job(id);
  }

  async cancelJob(id: string): Promise<LabJob> {
    await answering();
    return this.#images.cancel(id);
  }

  async getLabActivity(
    id: string,
    page: LabPageQuery = {},
  ): Promise<LabEventList> {
    await answering();
    return pageOf(this.#labs.eventsOf(id), page);
  }

  async *streamLabs(
    options: StreamLabsOptions = {},
  ): AsyncGenerator<LabStreamFrame> {
    const { lab, lastEventId, signal, onOpen } = options;
    await answering();
    onOpen?.();
    for await (const frame of this.#labs.follow(lastEventId, signal)) {
      if (!lab || ('lab' in frame && frame.lab.id === lab)) {
        yield frame;
      }
    }
  }

  /** Adds to what has happened to a lab. */
  record(id: string, type: string, message: string, actorRef?: string) {
    this.#labs.record(id, type, message, actorRef);
  }

  #live(): Lab[] {
    return this.#labs.all().filter(({ status }) => status !== 'DELETED');
  }

  #newLab(request: CreateLabRequest): Lab {
    const id = Math.random().toString(36).slice(2);
    const provider = this.#options.providers.find(option => option.isDefault);
    return {
      id,
      name: request.name,
      owner: request.owner ?? ME,
      createdBy: ME,
      purpose: request.purpose,
      component: request.component,
      provider: request.provider ?? provider?.id ?? 'kind',
      simulated: provider?.simulated ?? false,
      host: 'local',
      status: 'QUEUED',
      statusMessage: '',
      progress: 0,
      phases: [],
      attempt: 1,
      conditions: {},
      nodes: [],
      spec: {
        kubernetesVersion: request.kubernetesVersion ?? 'default',
        workers: request.workers ?? 0,
        resources: request.resources,
      },
      ttlSeconds: parseDuration(request.ttl ?? '2h'),
      createdAt: iso(Date.now()),
      entityRef: `resource:default/lab-${id}`,
      links: { self: `/labs/${id}` },
      version: 1,
    };
  }

  #expire() {
    for (const lab of this.#live()) {
      const isOver = lab.secondsLeft === 0 && !lab.pausedSecondsLeft;
      if (isOver && lab.status !== 'DELETING') {
        endLab(this.#labs, lab.id);
      }
    }
  }
}
