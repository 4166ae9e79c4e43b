import { ResponseError } from '@backstage/errors';
import type {
  CreateLabRequest,
  Lab,
  LabEvent,
  LabJob,
  LabList,
  LabListQuery,
  LabStreamFrame,
} from '../index';
import { aLab, at } from './labs';

/**
 * The error with which a client passes on that the server refused.
 * @public
 */
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

/**
 * Labs and jobs in memory, which a test or an API changes, and what readers of the
 * stream are told of it.
 * @public
 */
export class InMemoryLabs {
  /** In the order in which they were created; DELETED ones too. */
  readonly labs = new Map<string, Lab>();
  /** The newest first. */
  jobs: LabJob[] = [];
  /** Of all labs, the oldest first. */
  readonly events: LabEvent[] = [];
  /** Is told each frame of the stream. */
  onFrame: (frame: LabStreamFrame) => void = () => undefined;
  readonly #byKey = new Map<string, string>();

  /** The labs that a query matches; those on its page. */
  list(query: LabListQuery = {}): LabList {
    const matching = [...this.labs.values()].filter(
      ({ owner, component = '', status, name }) =>
        (query.owner?.includes(owner) ?? true) &&
        (query.component?.includes(component) ?? true) &&
        (query.status?.includes(status) ?? status !== 'DELETED') &&
        name.includes(query.q ?? ''),
    );
    const from = Number(query.cursor ?? 0);
    const to = from + (query.limit ?? 50);
    return {
      items: matching.slice(from, to),
      totalItems: matching.length,
      pageInfo: to < matching.length ? { nextCursor: String(to) } : {},
    };
  }

  /** @throws ResponseError with 404 where there is none */
  async find(id: string): Promise<Lab> {
    const lab = this.labs.get(id);
    if (!lab) {
      throw await aResponseError(
        404,
        'NotFoundError',
        `There is no lab ${id}.`,
      );
    }
    return lab;
  }

  /** @throws ResponseError with 404 where there is none */
  async findJob(id: string): Promise<LabJob> {
    const job = this.jobs.find(one => one.id === id);
    if (!job) {
      throw await aResponseError(
        404,
        'NotFoundError',
        `There is no job ${id}.`,
      );
    }
    return job;
  }

  /** Stores a QUEUED lab, or finds that of an earlier request with the same key. */
  create(request: CreateLabRequest, id: string, key?: string): Lab {
    const before = key === undefined ? undefined : this.#byKey.get(key);
    const known = before === undefined ? undefined : this.labs.get(before);
    if (known) {
      return known;
    }
    const { name, purpose, component } = request;
    const lab = aLab({
      id,
      name,
      purpose,
      component,
      status: 'QUEUED',
      progress: 0,
      createdAt: at(0),
      serverVersion: undefined,
      secondsLeft: undefined,
      runningAt: undefined,
      endpoint: undefined,
    });
    this.labs.set(id, lab);
    if (key !== undefined) {
      this.#byKey.set(key, id);
    }
    return lab;
  }

  /** Stores a lab with its next version, and tells of it. */
  happen(lab: Lab, type = 'lab.updated'): Lab {
    const version = (this.labs.get(lab.id)?.version ?? 0) + 1;
    const stored = { ...lab, version };
    this.labs.set(lab.id, stored);
    const event: LabEvent = {
      seq: this.events.length + 1,
      labId: lab.id,
      at: '2026-12-01T09:00:00.000Z',
      type,
      message: type,
    };
    this.events.push(event);
    this.onFrame({ ...event, lab: stored });
    return stored;
  }

  /** The events after one, with their labs as they are now; of one lab where it is given. */
  since(seq: number, labId?: string): LabStreamFrame[] {
    return this.events.slice(seq).flatMap(event => {
      const lab = this.labs.get(event.labId);
      const isMeant = labId === undefined || labId === event.labId;
      return lab && isMeant ? [{ ...event, lab }] : [];
    });
  }

  /**
   * Changes fields of a lab, and tells of it.
   * @throws ResponseError with 404 where there is none
   */
  async change(id: string, change: Partial<Lab>): Promise<Lab> {
    return this.happen({ ...(await this.find(id)), ...change });
  }

  /** Starts or changes a job, and tells of it. */
  setJob(job: LabJob): LabJob {
    const known = this.jobs.find(({ id }) => id === job.id);
    const changed = { ...job, version: (known?.version ?? 0) + 1 };
    this.jobs = known
      ? this.jobs.map(one => (one === known ? changed : one))
      : [changed, ...this.jobs];
    this.onFrame({ type: 'job.progress', job: changed });
    return changed;
  }
}
