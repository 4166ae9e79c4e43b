import type {
  LabStreamFrame,
  StreamLabsOptions,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Leadership, type Locks } from './Leadership';
import { PROTOCOL, type StreamMessage } from './protocol';
import { StreamReader } from './StreamReader';
import { type OpenStream, Upstream } from './Upstream';

/** What {@link SharedStream} needs of a `BroadcastChannel`. */
export interface Channel {
  postMessage(message: StreamMessage): void;
  close(): void;
  onmessage: ((event: MessageEvent<StreamMessage>) => void) | null;
}

/** What {@link SharedStream} needs. */
export interface SharedStreamOptions {
  /** Whose events they are, and from which server. */
  key: string;
  open: OpenStream;
  locks: Locks;
  openChannel: (name: string) => Channel;
}

const BEAT_MS = 5_000;
/** A leader that is silent for so many beats is asked whether it is there. */
const BEATS_UNTIL_ASKED = 2;
/** And then loses the office. */
const BEATS_UNTIL_DEPOSED = 4;
/** From one page of the portal to the next, the connection stays. */
const LINGER_MS = 1_000;
/** How long a new leader waits for what the readers of the last one have seen. */
const GATHER_MS = 50;
/** Of more than a page has readers. */
const MAX_POSITIONS = 20;

/**
 * One stream of events for all tabs of a browser: the tab that leads has the
 * connection and passes on what comes.
 *
 * @remarks
 * A tab takes part for as long as something in it reads. Another leader goes on
 * after the last event that each reader has seen, so nothing is missed or comes
 * twice. Readers end when the connection does, and are to start over.
 */
export class SharedStream {
  readonly #options: SharedStreamOptions;
  readonly #name: string;
  readonly #leadership: Leadership;
  readonly #upstream: Upstream;
  readonly #readers = new Map<string, StreamReader>();
  /** What the readers of all tabs that wait for this leader have seen. */
  readonly #waiting = new Map<string, number | undefined>();
  /** What a reader of one lab has seen of all labs, by what it knows itself. */
  readonly #positions = new Map<string, number>();
  readonly #tab = crypto.randomUUID();
  #channel: Channel | undefined;
  #beat: ReturnType<typeof setInterval> | undefined;
  #linger: ReturnType<typeof setTimeout> | undefined;
  #gathering: ReturnType<typeof setTimeout> | undefined;
  #hasFollowed = false;
  #silentBeats = 0;
  #count = 0;

  constructor(options: SharedStreamOptions) {
    this.#options = options;
    this.#name = `pyk8s-lab/events/${PROTOCOL}/${options.key}`;
    this.#leadership = new Leadership(options.locks, this.#name, {
      onElected: () => this.#lead(),
      onLost: () => this.#follow(),
    });
    this.#upstream = new Upstream(options.open, {
      onOpen: () => this.#acceptWaiting(),
      onFrame: frame => {
        this.#post({ type: 'frame', frame });
        this.#readers.forEach(reader => reader.push(frame));
      },
      onRestart: () => {
        this.#post({ type: 'restarted' });
        this.#readers.forEach(reader => reader.restart());
      },
      onEnd: (error, wasOpen) => this.#end(error, wasOpen),
    });
  }

  /** As {@link OpenStream}, over the connection of all tabs. */
  async *stream(options: StreamLabsOptions): AsyncGenerator<LabStreamFrame> {
    const { signal, lab, lastEventId } = options;
    // Other labs' events say nothing of where a page stands that saw none.
    const keyOf = (seen: number | undefined) =>
      seen === undefined ? undefined : `${lab ?? ''}/${seen}`;
    const known = keyOf(lastEventId);
    this.#count += 1;
    const reader = new StreamReader(`${this.#tab}/${this.#count}`, {
      ...options,
      lastEventId:
        (known === undefined ? undefined : this.#positions.get(known)) ??
        lastEventId,
    });
    let seen = lastEventId;
    const stop = () => reader.end();
    signal?.addEventListener('abort', stop);
    this.#add(reader);
    try {
      if (signal?.aborted) {
        return;
      }
      for await (const frame of reader.frames()) {
        seen = 'seq' in frame ? frame.seq : seen;
        yield frame;
      }
    } finally {
      signal?.removeEventListener('abort', stop);
      this.#remove(reader);
      this.#remember(keyOf(seen), reader.position);
    }
  }

  #remember(known: string | undefined, position: number | undefined): void {
    if (known !== undefined && position !== undefined) {
      this.#positions.delete(known);
      this.#positions.set(known, position);
      const [oldest] = this.#positions.keys();
      if (this.#positions.size > MAX_POSITIONS) {
        this.#positions.delete(oldest);
      }
    }
  }

  #add(reader: StreamReader): void {
    this.#readers.set(reader.id, reader);
    clearTimeout(this.#linger);
    this.#takePart();
    this.#join(reader);
  }

  #remove(reader: StreamReader): void {
    this.#readers.delete(reader.id);
    this.#waiting.delete(reader.id);
    this.#post({ type: 'leave', reader: reader.id });
    if (this.#readers.size === 0) {
      clearTimeout(this.#linger);
      this.#linger = setTimeout(() => this.#retire(), LINGER_MS);
    }
  }

  #takePart(): void {
    if (this.#channel) {
      return;
    }
    this.#channel = this.#options.openChannel(this.#name);
    this.#channel.onmessage = ({ data }) => this.#hear(data);
    this.#hasFollowed = false;
    this.#silentBeats = 0;
    this.#beat = setInterval(() => this.#onBeat(), BEAT_MS);
    this.#leadership.campaign();
  }

  /** Costs nothing from now on. */
  #retire(): void {
    clearInterval(this.#beat);
    clearTimeout(this.#gathering);
    this.#upstream.close();
    this.#waiting.clear();
    this.#leadership.resign();
    this.#channel?.close();
    this.#channel = undefined;
  }

  #join(reader: StreamReader): void {
    if (this.#leadership.isLeader) {
      this.#admit(reader.id, reader.position);
    } else {
      const { id, position } = reader;
      this.#post({ type: 'join', reader: id, lastEventId: position });
    }
  }

  #hear(message: StreamMessage): void {
    if (this.#leadership.isLeader) {
      this.#hearAsLeader(message);
    } else {
      this.#hearAsFollower(message);
    }
  }

  #hearAsLeader(message: StreamMessage): void {
    switch (message.type) {
      case 'join':
        this.#admit(message.reader, message.lastEventId);
        break;
      case 'leave':
        this.#waiting.delete(message.reader);
        break;
      case 'ping':
        this.#post({ type: 'alive' });
        break;
      default:
    }
  }

  #hearAsFollower(message: StreamMessage): void {
    switch (message.type) {
      case 'join':
      case 'leave':
      case 'ping':
        return;
      case 'leading':
        this.#readers.forEach(reader => {
          reader.rejoin();
          this.#join(reader);
        });
        break;
      case 'accepted':
        this.#readers
          .get(message.reader)
          ?.accept(message.missed, message.isRestarted);
        break;
      case 'frame':
        this.#readers.forEach(reader => reader.push(message.frame));
        break;
      case 'restarted':
        this.#readers.forEach(reader => reader.restart());
        break;
      case 'ended':
        this.#readers.forEach(reader => reader.end());
        break;
      default:
    }
    this.#hasFollowed = true;
    this.#silentBeats = 0;
  }

  #lead(): void {
    this.#readers.forEach(reader => reader.rejoin());
    this.#post({ type: 'leading' });
    const begin = () => {
      this.#gathering = undefined;
      this.#readers.forEach(({ id, position }) =>
        this.#waiting.set(id, position),
      );
      this.#serveWaiting();
    };
    if (this.#hasFollowed) {
      this.#gathering = setTimeout(begin, GATHER_MS);
    } else {
      begin();
    }
  }

  /** Another tab took the office, as from one that was asleep. */
  #follow(): void {
    clearTimeout(this.#gathering);
    this.#gathering = undefined;
    this.#upstream.close();
    this.#waiting.clear();
    this.#hasFollowed = true;
    this.#silentBeats = 0;
    this.#leadership.campaign();
    // The new leader may have asked before this tab knew of it.
    this.#readers.forEach(reader => {
      reader.rejoin();
      this.#join(reader);
    });
  }

  #admit(id: string, lastEventId: number | undefined): void {
    this.#waiting.set(id, lastEventId);
    if (this.#gathering === undefined) {
      this.#serveWaiting();
    }
  }

  #serveWaiting(): void {
    // From the oldest event that any of them needs.
    const ids = [...this.#waiting.values()].filter(id => id !== undefined);
    if (this.#waiting.size === 0) {
      return;
    }
    const from = ids.length > 0 ? Math.min(...ids) : undefined;
    if (this.#upstream.provide(from)) {
      this.#acceptWaiting();
    }
  }

  #acceptWaiting(): void {
    for (const [id, lastEventId] of [...this.#waiting]) {
      const missed = this.#upstream.provide(lastEventId);
      if (!missed) {
        // The upstream reconnects for this one; the others are accepted then.
        return;
      }
      this.#waiting.delete(id);
      const reader = this.#readers.get(id);
      const { frames, isRestarted } = missed;
      if (reader) {
        reader.accept(frames, isRestarted);
      } else {
        const accepted = { type: 'accepted', reader: id } as const;
        this.#post({ ...accepted, missed: frames, isRestarted });
      }
    }
  }

  #end(error: Error | undefined, wasOpen: boolean): void {
    this.#waiting.clear();
    this.#post({ type: 'ended' });
    this.#readers.forEach(reader => reader.end(error));
    if (!wasOpen) {
      // Another tab may have more luck, as with credentials that still work.
      this.#leadership.campaign();
    }
  }

  #onBeat(): void {
    if (this.#leadership.isLeader) {
      this.#post({ type: 'alive' });
      return;
    }
    this.#silentBeats += 1;
    if (this.#silentBeats >= BEATS_UNTIL_DEPOSED) {
      this.#silentBeats = 0;
      this.#leadership.usurp();
    } else if (this.#silentBeats >= BEATS_UNTIL_ASKED) {
      this.#post({ type: 'ping' });
    }
  }

  #post(message: StreamMessage): void {
    this.#channel?.postMessage(message);
  }
}
