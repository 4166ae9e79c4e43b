import {
  isLabStreamNotice,
  type LabStreamFrame,
  type StreamLabsOptions,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';

/** One part of a page that reads a stream which others read, too. */
export class StreamReader {
  readonly id: string;
  readonly #lab: string | undefined;
  readonly #onOpen: (() => void) | undefined;
  #queue: LabStreamFrame[] = [];
  #position: number | undefined;
  #isAccepted = false;
  #end: { error?: Error } | undefined;
  #wake = () => {};

  constructor(id: string, { lab, lastEventId, onOpen }: StreamLabsOptions) {
    this.id = id;
    this.#lab = lab;
    this.#onOpen = onOpen;
    this.#position = lastEventId;
  }

  /** The last event of any lab that it has seen. */
  get position(): number | undefined {
    return this.#position;
  }

  get isAccepted(): boolean {
    return this.#isAccepted;
  }

  /** It has another leader, which must accept it first. */
  rejoin(): void {
    this.#isAccepted = false;
  }

  /** The server has restarted its numbering of events. */
  restart(): void {
    this.#position = undefined;
  }

  /** @param isRestarted - its numbers are from before the server restarted its numbering */
  accept(missed: readonly LabStreamFrame[], isRestarted = false): void {
    if (this.#end) {
      return;
    }
    if (isRestarted) {
      this.restart();
    }
    this.#isAccepted = true;
    this.#onOpen?.();
    missed.forEach(frame => this.push(frame));
  }

  /** Takes a frame, unless it is not for this reader or was seen before. */
  push(frame: LabStreamFrame): void {
    if (!this.#isAccepted || this.#end) {
      return;
    }
    if (!isLabStreamNotice(frame)) {
      if (this.#position !== undefined && frame.seq <= this.#position) {
        return;
      }
      this.#position = frame.seq;
    }
    if (this.#lab === undefined || concerns(frame, this.#lab)) {
      this.#queue.push(frame);
      this.#wake();
    }
  }

  end(error?: Error): void {
    this.#end ??= { error };
    this.#wake();
  }

  /** Every frame until the end. */
  async *frames(): AsyncGenerator<LabStreamFrame> {
    for (;;) {
      const frames = this.#queue;
      this.#queue = [];
      yield* frames;
      if (this.#queue.length === 0) {
        if (this.#end?.error) {
          throw this.#end.error;
        }
        if (this.#end) {
          return;
        }
        await new Promise<void>(resolve => {
          this.#wake = resolve;
        });
      }
    }
  }
}

function concerns(frame: LabStreamFrame, lab: string): boolean {
  if (!isLabStreamNotice(frame)) {
    return frame.labId === lab;
  }
  switch (frame.type) {
    case 'lab.queue':
      return frame.lab.id === lab;
    case 'job.progress':
      return frame.job.labId === lab;
    case 'lab.hidden':
      return frame.labId === lab;
    default:
      return true;
  }
}
