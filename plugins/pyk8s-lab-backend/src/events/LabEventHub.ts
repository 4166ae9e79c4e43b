import type { LoggerService } from '@backstage/backend-plugin-api';
import type { EventsService } from '@backstage/plugin-events-node';
import { randomUUID } from 'node:crypto';
import type { LabEventRecord, LabRecord, LabStore } from '../database';

/** An event, and the lab as it was when the event was read. */
export interface HubEvent {
  readonly event: LabEventRecord;
  readonly lab: LabRecord;
  /** For a lab that is QUEUED, 1 for the next. */
  readonly queuePosition?: number;
}

/** The place of a lab in the queue has changed, which is no event of the log. */
export interface HubQueueMove {
  readonly lab: LabRecord;
  /** 1 for the next; undefined once it waits no longer. */
  readonly queuePosition?: number;
}

/** What listeners are told; an event is what has one. */
export type HubMessage = HubEvent | HubQueueMove;

/** How often it looks for events of replicas that could not tell of them. */
const POLL_MS = 1_000;
const BATCH = 500;
const TOPIC = 'pyk8s-lab';

/**
 * Follows the log of events, one reader for a whole process, and passes each on
 * to any number of listeners, once and in order. It is woken after each commit
 * of its own process, by Backstage's events of other replicas, and otherwise
 * looks every second.
 */
export class LabEventHub {
  readonly #store: LabStore;
  readonly #events: EventsService;
  readonly #logger: LoggerService;
  readonly #listeners = new Set<(message: HubMessage) => void>();
  readonly #closing = new Set<() => void>();
  #seq: number;
  /** The ids of the labs that wait, as it was told last. */
  #queue: string[] = [];
  #draining: Promise<void> | undefined;
  #again = false;
  #closed = false;
  #tellOthers = false;
  #timer: NodeJS.Timeout | undefined;

  static async create(options: {
    store: LabStore;
    events: EventsService;
    logger: LoggerService;
  }): Promise<LabEventHub> {
    const hub = new LabEventHub(options, await options.store.lastSeq());
    await options.events.subscribe({
      // Each process hears of everything, rather than sharing a subscription, also with
      // another on its host. What it leaves in the events backend is removed there with
      // the events that it has not read, in a day.
      id: `${TOPIC}-${randomUUID()}`,
      topics: [TOPIC],
      onEvent: async () => hub.#wake(),
    });
    hub.#timer = setInterval(() => hub.#wake(), POLL_MS);
    hub.#timer.unref();
    return hub;
  }

  private constructor(
    options: { store: LabStore; events: EventsService; logger: LoggerService },
    seq: number,
  ) {
    this.#store = options.store;
    this.#events = options.events;
    this.#logger = options.logger;
    this.#seq = seq;
  }

  /** How many listeners there are. */
  get size(): number {
    return this.#listeners.size;
  }

  /** Adds a listener for what comes from now on; returns how to remove it. */
  subscribe(listener: (message: HubMessage) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Called after a commit that may have added events. */
  notify(): void {
    this.#tellOthers = true;
    this.#wake();
  }

  /** Adds what is called when the hub closes; returns how to remove it. */
  onClose(callback: () => void): () => void {
    this.#closing.add(callback);
    return () => this.#closing.delete(callback);
  }

  /** Lets the readers of the process go, and stops following. */
  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#timer);
    this.#closing.forEach(callback => callback());
    this.#listeners.clear();
    await this.#draining;
  }

  #wake(): void {
    if (this.#closed) {
      return;
    }
    if (this.#draining) {
      this.#again = true;
      return;
    }
    this.#draining = this.#drain()
      .catch(error => {
        this.#logger.warn('Reading events failed; trying again', error);
      })
      .finally(() => {
        this.#draining = undefined;
        if (this.#again) {
          this.#wake();
        }
      });
  }

  async #drain(): Promise<void> {
    let more = true;
    let found = false;
    while (more || this.#again) {
      this.#again = false;
      const events = await this.#store.eventsAfter(this.#seq, BATCH);
      more = events.length === BATCH;
      if (events.length === 0) {
        continue;
      }
      const ids = [...new Set(events.map(event => event.labId))];
      const labs = new Map(
        (await this.#store.getMany(ids)).map(lab => [lab.id, lab]),
      );
      const queued = [...labs.values()].some(lab => lab.status === 'QUEUED');
      const queue =
        queued || this.#queue.length > 0 ? await this.#store.queue() : [];
      for (const event of events) {
        this.#seq = event.seq;
        const lab = labs.get(event.labId);
        if (lab) {
          const queuePosition = queue.indexOf(lab.id) + 1 || undefined;
          this.#publish({ event, lab, queuePosition });
        }
      }
      await this.#tellOfMoves(queue, labs);
      found = true;
    }
    if (found && this.#tellOthers) {
      this.#tellOthers = false;
      // Not waited for: readers here must not wait for replicas elsewhere.
      void this.#publishToOthers();
    }
  }

  /** Tells of labs whose place in the queue others have changed. */
  async #tellOfMoves(
    queue: string[],
    told: ReadonlyMap<string, LabRecord>,
  ): Promise<void> {
    const moved = queue.filter(
      (id, index) => this.#queue[index] !== id && !told.has(id),
    );
    this.#queue = queue;
    if (moved.length === 0 || this.#listeners.size === 0) {
      return;
    }
    for (const lab of await this.#store.getMany(moved)) {
      this.#publish({ lab, queuePosition: queue.indexOf(lab.id) + 1 });
    }
  }

  #publish(message: HubMessage): void {
    for (const listener of this.#listeners) {
      try {
        listener(message);
      } catch (error) {
        this.#logger.warn('A reader of events failed', error as Error);
      }
    }
  }

  /** A failed publish is no failure: other replicas look every second anyway. */
  async #publishToOthers(): Promise<void> {
    try {
      await this.#events.publish({
        topic: TOPIC,
        eventPayload: { seq: this.#seq },
      });
    } catch (error) {
      this.#logger.debug('Telling other replicas failed', error as Error);
    }
  }
}
