import {
  type CreateLabRequest,
  explainLabName,
  type Lab,
  type LabApi,
  type LabEventList,
  type LabList,
  type LabListQuery,
  type LabOptions,
  type LabPageQuery,
  type LabStreamEvent,
  parseDuration,
  type StreamLabsOptions,
  type UpdateLabRequest,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { aResponseError } from '../src/__testUtils__/errors';
import { InMemoryLabs, iso } from './InMemoryLabs';
import { endLab, makeLab } from './lifecycle';

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
    return this.#options;
  }

  async createLab(request: CreateLabRequest, key?: string): Promise<Lab> {
    await answering();
    const earlier = key && this.#idsByKey.get(key);
    if (earlier) {
      return this.#labs.get(earlier);
    }
    const lab = this.#newLab(request);
    await this.#assertAcceptable(lab);
    this.#labs.add(lab);
    if (key) {
      this.#idsByKey.set(key, lab.id);
    }
    setTimeout(() => makeLab(this.#labs, lab.id), 1_000);
    return this.#labs.get(lab.id);
  }

  async listLabs(query: LabListQuery = {}): Promise<LabList> {
    await answering();
    const all = this.#labs.all().filter(lab => lab.status !== 'DELETED');
    return { ...pageOf(all, query), totalItems: all.length };
  }

  async getLab(id: string): Promise<Lab> {
    await answering();
    return this.#labs.find(id);
  }

  async updateLab(id: string, request: UpdateLabRequest): Promise<Lab> {
    await answering();
    const { expiresAt = '', runningAt = '' } = await this.#labs.find(id);
    const by = parseDuration(request.extendBy ?? '1h');
    const end = Date.parse(expiresAt) + by * 1_000;
    const longest = this.#options.ttl.maxLifetimeSeconds * 1_000;
    if (end - Date.parse(runningAt) > longest) {
      throw await aResponseError(
        400,
        'InputError',
        'A lab lives for 72h at most; make a new one when you need more.',
      );
    }
    this.#labs.change(
      id,
      { expiresAt: iso(end) },
      'lab.extended',
      `Extended by ${request.extendBy}.`,
      ME,
    );
    return this.#labs.get(id);
  }

  async deleteLab(id: string): Promise<Lab> {
    await answering();
    await this.#labs.find(id);
    endLab(this.#labs, id, ME);
    return this.#labs.get(id);
  }

  async retryLab(id: string): Promise<Lab> {
    await answering();
    await this.#labs.find(id);
    this.#labs.change(
      id,
      { status: 'QUEUED', statusMessage: '', phases: [], progress: 0 },
      'lab.retried',
      'Is to be made anew.',
      ME,
    );
    setTimeout(() => makeLab(this.#labs, id), 1_000);
    return this.#labs.get(id);
  }

  async getKubeconfig(id: string): Promise<string> {
    await answering();
    const { name } = await this.#labs.find(id);
    this.#labs.record(id, 'lab.kubeconfig', 'The kubeconfig was read.', ME);
    return `# This lab is only in the memory of a browser.\napiVersion: v1\nkind: Config\ncurrent-context: ${name}\n`;
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
  ): AsyncGenerator<LabStreamEvent> {
    const { lab, lastEventId, signal, onOpen } = options;
    await answering();
    onOpen?.();
    for await (const event of this.#labs.follow(lastEventId, signal)) {
      if (!lab || event.labId === lab) {
        yield event;
      }
    }
  }

  // "taken" is always refused, to look at what the dialog makes of it.
  async #assertAcceptable({ name, owner }: Lab) {
    const complaint = explainLabName(name);
    if (complaint) {
      throw await aResponseError(400, 'InputError', complaint);
    }
    const taken = this.#labs
      .all()
      .some(
        lab =>
          lab.name === name && lab.owner === owner && lab.status !== 'DELETED',
      );
    if (taken || name === 'taken') {
      throw await aResponseError(
        409,
        'ConflictError',
        `${owner} has a lab named "${name}" already: choose another name.`,
      );
    }
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
      provider: request.provider ?? provider?.id ?? 'kind',
      simulated: provider?.simulated ?? false,
      host: 'local',
      status: 'QUEUED',
      statusMessage: '',
      queuePosition: 1,
      progress: 0,
      phases: [],
      attempt: 1,
      conditions: {},
      nodes: [],
      spec: {
        kubernetesVersion: request.kubernetesVersion ?? 'default',
        workers: request.workers ?? 0,
      },
      ttlSeconds: parseDuration(request.ttl ?? '2h'),
      createdAt: iso(Date.now()),
      entityRef: `resource:default/lab-${id}`,
      links: { self: `/labs/${id}` },
      version: 1,
    };
  }

  #expire() {
    for (const { id, status, secondsLeft } of this.#labs.all()) {
      const isLive = status !== 'DELETING' && status !== 'DELETED';
      if (isLive && secondsLeft === 0) {
        endLab(this.#labs, id);
      }
    }
  }
}
