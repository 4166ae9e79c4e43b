import {
  isLabStreamNotice,
  type LabStreamFrame,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';

const MAX_FRAMES = 500;

interface Kept {
  frame: LabStreamFrame;
  /** The position of the stream after the frame; unknown before its first event. */
  position: number | undefined;
}

/**
 * What a stream brought last, so that a reader that joins late needs no connection
 * of its own.
 */
export class RecentFrames {
  readonly #max: number;
  #frames: Kept[] = [];
  /** Every event after this one is kept, if it came over this stream. */
  #from: number | undefined;
  #position: number | undefined;
  #hasEvents = false;

  /**
   * @param from - the last event before the stream; undefined where the stream
   *   began at an unknown place
   */
  constructor(from: number | undefined, max = MAX_FRAMES) {
    this.#max = max;
    this.#from = from;
    this.#position = from;
  }

  /** The last event that has come, or from which the stream was resumed. */
  get position(): number | undefined {
    return this.#position;
  }

  add(frame: LabStreamFrame): void {
    if (!isLabStreamNotice(frame)) {
      this.#locate(frame.seq - 1);
      this.#position = frame.seq;
      this.#hasEvents = true;
    }
    this.#frames.push({ frame, position: this.#position });
    if (this.#frames.length > this.#max) {
      const dropped = this.#frames.shift();
      this.#from = dropped?.position ?? this.#from;
    }
  }

  /** All that is kept. */
  get frames(): LabStreamFrame[] {
    return this.#frames.map(({ frame }) => frame);
  }

  /** Whether an event has a higher number than all that came. */
  isBefore(lastEventId: number): boolean {
    return this.#hasEvents && lastEventId > (this.#position ?? Infinity);
  }

  /**
   * What came after an event; undefined where that is not known.
   *
   * @remarks
   * Notices that came right after the event are repeated, which changes nothing.
   */
  after(lastEventId: number): LabStreamFrame[] | undefined {
    if (this.#from === undefined || lastEventId < this.#from) {
      return undefined;
    }
    return this.#frames
      .filter(({ frame, position = -Infinity }) =>
        isLabStreamNotice(frame)
          ? position >= lastEventId
          : frame.seq > lastEventId,
      )
      .map(({ frame }) => frame);
  }

  /** The first event of a stream says where it began. */
  #locate(from: number): void {
    if (this.#from === undefined) {
      this.#from = from;
      this.#frames = this.#frames.map(({ frame }) => ({
        frame,
        position: from,
      }));
    }
  }
}
