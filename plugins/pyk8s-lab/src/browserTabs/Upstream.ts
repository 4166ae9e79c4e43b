import {
  isLabStreamNotice,
  type LabStreamFrame,
  type StreamLabsOptions,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { onWake } from '../watch/waking';
import { RecentFrames } from './RecentFrames';

/** Connects to the server. */
export type OpenStream = (
  options: StreamLabsOptions,
) => AsyncIterable<LabStreamFrame>;

/** What a reader is to get before the frames to come. */
export interface Missed {
  frames: readonly LabStreamFrame[];
  /** The reader's numbers are from before the server restarted its numbering. */
  isRestarted: boolean;
}

/** What happens to a connection. */
export interface UpstreamEvents {
  onOpen(): void;
  onFrame(frame: LabStreamFrame): void;
  /** The server has restarted its numbering: what comes now is not older. */
  onRestart(): void;
  /** @param wasOpen - the server had accepted the connection */
  onEnd(error: Error | undefined, wasOpen: boolean): void;
}

const RELIST: LabStreamFrame = { type: 'access.changed' };

/** The connection of a browser to the server, which the leading tab has. */
export class Upstream {
  readonly #open: OpenStream;
  readonly #events: UpstreamEvents;
  #attempt: AbortController | undefined;
  #isOpen = false;
  #requestedFrom: number | undefined;
  #isFirst = true;
  #recent = new RecentFrames(undefined);

  constructor(open: OpenStream, events: UpstreamEvents) {
    this.#open = open;
    this.#events = events;
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /**
   * Sees to it that everything after an event comes, or has come.
   *
   * @returns what has come of it; undefined until it is open
   */
  provide(lastEventId: number | undefined): Missed | undefined {
    if (!this.#attempt) {
      this.#connect(lastEventId);
      return undefined;
    }
    if (lastEventId === undefined) {
      return this.#provided([]);
    }
    if (this.#recent.isBefore(lastEventId)) {
      // What came before these is not known: the labs are to be listed again.
      const frames = [RELIST, ...this.#recent.frames];
      return this.#provided(frames, true);
    }
    const missed = this.#recent.after(lastEventId);
    if (missed) {
      return this.#provided(missed);
    }
    // Readers that are up to date drop what comes once more.
    this.#connect(lastEventId);
    return undefined;
  }

  #provided(
    frames: readonly LabStreamFrame[],
    isRestarted = false,
  ): Missed | undefined {
    return this.#isOpen ? { frames, isRestarted } : undefined;
  }

  /** Ends the connection; nothing is told of it. */
  close(): void {
    this.#attempt?.abort();
    this.#attempt = undefined;
    this.#isOpen = false;
  }

  async #connect(from: number | undefined): Promise<void> {
    this.close();
    const attempt = new AbortController();
    const { signal } = attempt;
    this.#attempt = attempt;
    this.#requestedFrom = from;
    this.#isFirst = true;
    this.#recent = new RecentFrames(from);
    const isCurrent = () => this.#attempt === attempt;
    const cut = new AbortController();
    signal.addEventListener('abort', () => cut.abort());
    const forgetWake = onWake(() => cut.abort());
    let wasOpen = false;
    let failure: Error | undefined;
    const onOpen = () => {
      if (isCurrent()) {
        wasOpen = true;
        this.#isOpen = true;
        this.#events.onOpen();
      }
    };
    try {
      const options = { lastEventId: from, signal: cut.signal, onOpen };
      for await (const frame of this.#open(options)) {
        if (!isCurrent()) {
          return;
        }
        this.#take(frame);
      }
    } catch (error) {
      failure = error as Error;
    } finally {
      forgetWake();
    }
    if (isCurrent()) {
      this.close();
      this.#events.onEnd(failure, wasOpen);
    }
  }

  #take(frame: LabStreamFrame): void {
    if (this.#saysRestart(frame)) {
      this.#requestedFrom = undefined;
      this.#recent = new RecentFrames(
        isLabStreamNotice(frame) ? undefined : frame.seq - 1,
      );
      this.#events.onRestart();
    }
    this.#isFirst = false;
    this.#recent.add(frame);
    this.#events.onFrame(frame);
  }

  /**
   * @remarks
   * A server that does not know the event that it is to go on from asks for the
   * list before all else. Where rights have changed it does so, too; the list is
   * then as good a place to go on from.
   */
  #saysRestart(frame: LabStreamFrame): boolean {
    if (this.#requestedFrom === undefined) {
      return false;
    }
    return isLabStreamNotice(frame)
      ? this.#isFirst && frame.type === RELIST.type
      : frame.seq <= this.#requestedFrom;
  }
}
