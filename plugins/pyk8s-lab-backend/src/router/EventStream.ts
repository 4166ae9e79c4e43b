import type { LabStreamEvent } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { Response } from 'express';
import type { HubEvent } from '../events';
import { toLab, toLabEvent, type LabCaller } from '../labs';

/** A reader with this much unread is let go: it resumes from its last event. */
const MAX_UNREAD_BYTES = 1_048_576;

/** Writes events to one reader: only what it may read, once each, in order. */
export class EventStream {
  readonly #res: Response;
  readonly #owners: ReadonlySet<string>;
  readonly #labId: string | undefined;
  #seq: number;

  constructor(
    res: Response,
    caller: LabCaller,
    labId: string | undefined,
    seq: number,
  ) {
    this.#res = res;
    this.#owners = new Set(caller.ownershipRefs);
    this.#labId = labId;
    this.#seq = seq;
  }

  write({ event, lab, queuePosition }: HubEvent): void {
    const wanted =
      event.seq > this.#seq &&
      this.#owners.has(lab.ownerRef) &&
      (this.#labId === undefined || this.#labId === lab.id);
    if (!wanted || this.#res.writableEnded) {
      return;
    }
    this.#seq = event.seq;
    const data: LabStreamEvent = {
      ...toLabEvent(event),
      lab: toLab(lab, new Date(), queuePosition),
    };
    this.#res.write(
      `id: ${event.seq}\nevent: ${event.type}\ndata: ${JSON.stringify(
        data,
      )}\n\n`,
    );
    if (this.#res.writableLength > MAX_UNREAD_BYTES) {
      this.#res.destroy();
    }
  }

  /** Shows that the stream lives; nothing once it has ended. */
  beat(): void {
    if (!this.#res.writableEnded) {
      this.#res.write(': alive\n\n');
    }
  }

  /** Waits until the reader has taken what was written; false when it has left. */
  async drained(): Promise<boolean> {
    if (this.#res.writableNeedDrain) {
      await new Promise<void>(resolve => {
        this.#res.once('drain', resolve);
        this.#res.once('close', resolve);
      });
    }
    return !this.#res.destroyed && !this.#res.writableEnded;
  }
}
