import {
  matchesLab,
  matchesLabInSomeStatus,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { Response } from 'express';
import type { LabEventRecord, LabRecord } from '../../database';
import type { HubEvent } from '../../events/describeEvents';
import type { HubMessage } from '../../events/LabEventHub';
import type { LabPresenter } from '../../labs/toLab';
import type { ReadScope } from '../../access/ReadScope';
import { drained } from '../sse';
import { frameOf, noticeFrame } from './frames';

/**
 * A reader for whom this many messages wait is let go: it resumes from its last
 * event. Each of them is in memory once, however many readers it waits for.
 */
const MAX_WAITING = 1_000;

/** What an {@link EventStream} works with. */
export interface EventStreamOptions {
  readonly res: Response;
  /** What the reader may read. */
  readonly scope: ReadScope;
  readonly present: LabPresenter;
  /** Only this lab, if given. */
  readonly labId: string | undefined;
  /** Events up to this seq are known to the reader. */
  readonly seq: number;
  /** Called when the reader's rights could not be had. */
  readonly onError: (error: unknown) => void;
}

/**
 * Writes events to one reader: only what it may read in that moment, once each,
 * in order. What comes stands in line until the reader has taken what is before it,
 * so that no event is too large for one who reads; and nothing is written by a
 * decision that is too old. Other readers are not held up meanwhile.
 */
export class EventStream {
  readonly #options: EventStreamOptions;
  readonly #res: Response;
  readonly #waiting: HubMessage[] = [];
  #live = false;
  #delivering = false;
  #scopeVersion: number;
  #seq: number;

  constructor(options: EventStreamOptions) {
    this.#options = options;
    this.#res = options.res;
    this.#scopeVersion = options.scope.version;
    this.#seq = options.seq;
  }

  /** Takes what happens from now on; it is held back until {@link goLive}. */
  push(message: HubMessage): void {
    if (this.#hasEnded) {
      return;
    }
    this.#waiting.push(message);
    if (this.#waiting.length > MAX_WAITING) {
      this.#res.destroy();
      return;
    }
    this.#deliver();
  }

  /** Writes what was held back, and from now on each thing as it comes. */
  goLive(): void {
    this.#live = true;
    this.#deliver();
  }

  /**
   * Writes a batch of earlier events, each once the reader has taken what is before
   * it.
   * @returns false when the reader has left
   * @throws whatever asking for its rights failed with
   */
  async replay(events: readonly HubEvent[]): Promise<boolean> {
    for (const item of events) {
      await drained(this.#res);
      if (this.#hasEnded) {
        return false;
      }
      if (!this.#options.scope.isFresh) {
        await this.#options.scope.renew();
      }
      this.#write(item);
    }
    return !this.#hasEnded;
  }

  /** Says first of all that what the reader knows does not hold any more. */
  askToList(): void {
    this.#writeFrame(noticeFrame({ type: 'access.changed' }));
  }

  /** Tells of earlier events that took labs out of the reader's sight. */
  replayHidden(events: readonly HubEvent[]): void {
    const hidden = events.filter(item => this.#hasHidden(item));
    new Set(hidden.map(({ lab }) => lab.id)).forEach(labId =>
      this.#writeFrame(noticeFrame({ type: 'lab.hidden', labId })),
    );
  }

  /** Shows that the stream lives; nothing once it has ended. */
  beat(): void {
    if (this.#hasEnded) {
      return;
    }
    // A reader that has more to take than this sees that it lives.
    if (!this.#res.writableNeedDrain) {
      this.#res.write(': alive\n\n');
      this.#noticeNewRights();
    }
    if (this.#options.scope.isOld) {
      // Where it fails nothing is lost: the next event checks again.
      this.#options.scope.renew().then(
        () => this.#noticeNewRights(),
        () => undefined,
      );
    }
  }

  get #hasEnded(): boolean {
    return this.#res.writableEnded || this.#res.destroyed;
  }

  #deliver(): void {
    if (this.#live && !this.#delivering) {
      void this.#writeWaiting();
    }
  }

  /** Writes what waits; at once, where nothing keeps it from that. */
  async #writeWaiting(): Promise<void> {
    this.#delivering = true;
    try {
      let next = this.#waiting[0];
      while (next && !this.#hasEnded) {
        if (this.#res.writableNeedDrain) {
          await drained(this.#res);
        } else if (this.#isWanted(next) && !this.#options.scope.isFresh) {
          await this.#options.scope.renew();
        } else {
          this.#waiting.shift();
          this.#write(next);
        }
        next = this.#waiting[0];
      }
    } catch (error) {
      this.#options.onError(error);
    } finally {
      this.#delivering = false;
    }
  }

  #write(message: HubMessage): void {
    if (this.#hasEnded) {
      return;
    }
    this.#noticeNewRights();
    if (this.#isWanted(message)) {
      this.#seq = 'event' in message ? message.event.seq : this.#seq;
      this.#writeFrame(frameOf(message, this.#options.present));
    } else if ('event' in message && this.#hasHidden(message)) {
      this.#writeFrame(
        noticeFrame({ type: 'lab.hidden', labId: message.lab.id }),
      );
    }
  }

  /** Whether it is new to the reader and about a lab that the reader may read. */
  #isWanted(message: HubMessage): boolean {
    const { labId, scope } = this.#options;
    return (
      (!('event' in message) || message.event.seq > this.#seq) &&
      (labId === undefined || labId === message.lab.id) &&
      matchesLab(scope.filter, message.lab)
    );
  }

  /** Whether an event has taken a lab out of the reader's sight. */
  #hasHidden({ event, lab }: HubEvent): boolean {
    const { labId, scope } = this.#options;
    return (
      event.seq > this.#seq &&
      (labId === undefined || labId === lab.id) &&
      !matchesLab(scope.filter, lab) &&
      matchesLabInSomeStatus(scope.filter, asBefore(event, lab))
    );
  }

  #noticeNewRights(): void {
    if (this.#scopeVersion !== this.#options.scope.version) {
      this.#scopeVersion = this.#options.scope.version;
      this.#writeFrame(noticeFrame({ type: 'access.changed' }));
    }
  }

  #writeFrame(text: string): void {
    if (!this.#hasEnded) {
      this.#res.write(text);
    }
  }
}

/** A lab as it was before an event that handed it over. */
function asBefore({ data }: LabEventRecord, lab: LabRecord): LabRecord {
  return typeof data?.previousOwner === 'string'
    ? { ...lab, ownerRef: data.previousOwner }
    : lab;
}
