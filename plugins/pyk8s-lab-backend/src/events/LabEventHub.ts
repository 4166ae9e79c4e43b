import type { LoggerService } from '@backstage/backend-plugin-api';
import type { EventsService } from '@backstage/plugin-events-node';
import { randomUUID } from 'node:crypto';
import type { LabJobStore, LabRecord, LabStore } from '../database';
import { describeEvents, type HubEvent } from './describeEvents';
import { RunningJobs, type HubJobProgress } from './RunningJobs';

/** The place of a lab in the queue has changed, which is no event of the log. */
export interface HubQueueMove {
  readonly lab: LabRecord;
  /** 1 for the next; undefined once it waits no longer. */
  readonly queuePosition?: number;
}

/** What listeners are told; an event is what has one. */
export type HubMessage = HubEvent | HubQueueMove | HubJobProgress;

interface HubServices {
  readonly store: LabStore;
  readonly jobStore: LabJobStore;
  readonly events: EventsService;
  readonly logger: LoggerService;
}

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
  readonly #services: HubServices;
  readonly #store: LabStore;
  readonly #logger: LoggerService;
  readonly #jobs: RunningJobs;
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

  static async create(options: HubServices): Promise<LabEventHub> {
    const seq = await options.store.lastSeq();
    const jobs = await RunningJobs.create(options);
    const hub = new LabEventHub(options, jobs, seq);
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

  private constructor(services: HubServices, jobs: RunningJobs, seq: number) {
    this.#services = services;
    this.#store = services.store;
    this.#logger = services.logger;
    this.#jobs = jobs;
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

  /** Called after a commit that may have added events, or changed a job. */
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
      const { items, queue } = await describeEvents(events, this.#services, {
        needsQueue: this.#queue.length > 0,
      });
      this.#jobs.hear(items);
      for (const item of items) {
        this.#publish(item);
      }
      this.#seq = events[events.length - 1].seq;
      await this.#tellOfMoves(queue, new Set(items.map(({ lab }) => lab.id)));
      found = true;
    }
    if (this.#listeners.size > 0) {
      (await this.#jobs.news()).forEach(message => this.#publish(message));
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
    told: ReadonlySet<string>,
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
      await this.#services.events.publish({
        topic: TOPIC,
        eventPayload: { seq: this.#seq },
      });
    } catch (error) {
      this.#logger.debug('Telling other replicas failed', error as Error);
    }
  }
}
