import type {
  Lab,
  LabEvent,
  LabStreamFrame,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { aResponseError } from '../src/__testUtils__/errors';

/** An instant as the API writes it. */
export const iso = (ms: number) => new Date(ms).toISOString();

/** Labs and what happened to them, in the memory of the browser. */
export class InMemoryLabs {
  readonly #labs = new Map<string, Lab>();
  readonly #events: LabEvent[] = [];
  readonly #listeners = new Set<() => void>();

  /** Every lab, as it is now. */
  all(): Lab[] {
    return [...this.#labs.keys()].map(id => this.get(id));
  }

  has(id: string): boolean {
    return this.#labs.has(id);
  }

  /** A lab that is known to exist, with the time that it has left now. */
  get(id: string): Lab {
    const lab = this.#labs.get(id)!;
    const left = lab.expiresAt && Date.parse(lab.expiresAt) - Date.now();
    return {
      ...lab,
      queuePosition: this.#queuePositionOf(lab),
      secondsLeft: left ? Math.max(0, Math.floor(left / 1_000)) : undefined,
    };
  }

  #queuePositionOf({ id, status }: Lab): number | undefined {
    const queue = [...this.#labs.values()].filter(
      lab => lab.status === 'QUEUED',
    );
    return status === 'QUEUED'
      ? queue.findIndex(lab => lab.id === id) + 1
      : undefined;
  }

  /** A lab that a caller asks for. */
  async find(id: string): Promise<Lab> {
    if (!this.has(id)) {
      throw await aResponseError(404, 'NotFoundError', `There is no lab ${id}`);
    }
    return this.get(id);
  }

  add(lab: Lab) {
    this.#labs.set(lab.id, lab);
    this.record(lab.id, 'lab.created', 'Lab requested.', lab.createdBy);
  }

  change(
    id: string,
    change: Partial<Lab>,
    type: string,
    message: string,
    actorRef?: string,
  ) {
    const lab = this.#labs.get(id)!;
    this.#labs.set(id, { ...lab, ...change, version: lab.version + 1 });
    this.record(id, type, message, actorRef);
  }

  record(labId: string, type: string, message: string, actorRef?: string) {
    const seq = this.#events.length + 1;
    const at = iso(Date.now());
    this.#events.push({ seq, labId, at, type, message, actorRef });
    [...this.#listeners].forEach(listener => listener());
  }

  /** What happened to a lab, the newest first. */
  eventsOf(id: string): LabEvent[] {
    return this.#events.filter(event => event.labId === id).reverse();
  }

  /** What happens from now on, or what happened after an event. */
  async *follow(
    lastEventId: number | undefined,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<LabStreamFrame> {
    let seen = lastEventId ?? this.#events.length;
    while (!signal?.aborted) {
      for (const event of this.#events.slice(seen)) {
        seen = event.seq;
        yield { ...event, lab: this.get(event.labId) };
        yield* this.#queueNotices(event);
      }
      await this.#nextEvent(signal);
    }
  }

  /** The places in the queue that have changed when a lab has left it. */
  *#queueNotices({ type }: LabEvent): Generator<LabStreamFrame> {
    if (type === 'lab.phase' || type === 'lab.deleting') {
      for (const lab of this.all().filter(
        ({ status }) => status === 'QUEUED',
      )) {
        yield { type: 'lab.queue', lab };
      }
    }
  }

  #nextEvent(signal?: AbortSignal): Promise<void> {
    return new Promise(resolve => {
      const done = () => {
        this.#listeners.delete(done);
        resolve();
      };
      this.#listeners.add(done);
      signal?.addEventListener('abort', done);
    });
  }
}
