import type {
  LabApi,
  LabLogQuery,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { messageOf, statusOf } from '../api';
import { beforeDrawing } from '../observable';
import { browserConnections, type Connections } from '../browserTabs';
import type { Translate } from '../translation';
import { type LogBounds, LogLines, plainLinesOf } from './LogLines';
import { Resumption } from './Resumption';

/** How the reading of a log stands. */
export type ReadingPhase =
  /** Nothing has come yet. */
  | 'loading'
  | 'following'
  /** It broke and is read again, or continues after a while. */
  | 'reconnecting'
  /** Other logs and commands have the browser's connections. */
  | 'waiting'
  /** All of it is there. */
  | 'ended'
  | 'failed';

/** A log as it is shown now. */
export interface LogState {
  readonly phase: ReadingPhase;
  /** They grow: another `version` says that they are others. */
  readonly lines: LogLines;
  readonly version: number;
  /** It goes on as the log grows. */
  readonly follows: boolean;
  readonly isPaused: boolean;
  /** How many lines have come since it was paused. */
  readonly waiting: number;
  /** Why it failed, in the server's words where it said some. */
  readonly error?: string;
}

/** What a reader needs. */
export interface LogReaderOptions {
  readonly labId: string;
  readonly query: LabLogQuery;
  readonly api: Pick<LabApi, 'getLabLogs' | 'followLabLogs'>;
  /** For what the page says among the lines of the log. */
  readonly t: Translate;
  /** Calls back when the page may be drawn again; before the next frame unless given. */
  readonly onceBefore?: (callback: () => void) => void;
  /** How long it waits before it connects again by itself. */
  readonly reconnectMs?: number;
  /** What bounds the connections; that of the browser unless given. */
  readonly connections?: Connections;
}

/** A log that says nothing for so long is quiet, rather than slow to come. */
const QUIET_MS = 1_500;

/** A log that goes on is looked for among so many lines at its end. */
const RESUMED_TAIL = 10_000;

/** How much is kept of what comes while it is paused; then the oldest goes. */
const WAITING_BOUNDS: LogBounds = { lines: 20_000, length: 16 * 2 ** 20 };

/**
 * Reads one log, and tells of changes at most once each time that the browser
 * draws. A connection that breaks is opened again by itself once, and the log is then
 * read from the same place before its end again: the server cannot say what came
 * in between. One that has let go of its connection goes on after the last line
 * that it has.
 */
export class LogReader {
  readonly #options: LogReaderOptions;
  readonly #listeners = new Set<() => void>();
  #state: LogState;
  #waiting: LogLines;
  #arrived: string[] = [];
  #reading: AbortController | undefined;
  #mayReconnect = true;
  /** What was shown is of the connection before. */
  #isStale = false;
  #resumption: Resumption | undefined;
  #missing: ReturnType<typeof setTimeout> | undefined;
  /** It goes on with {@link LogReader.goOn}. */
  #hasLetGo = false;
  #isAway = false;

  static create(options: LogReaderOptions): LogReader {
    return new LogReader(options);
  }

  private constructor(options: LogReaderOptions) {
    this.#options = options;
    this.#waiting = LogLines.create(options.t, WAITING_BOUNDS);
    this.#state = {
      phase: 'loading',
      lines: LogLines.create(options.t),
      version: 0,
      follows: false,
      isPaused: false,
      waiting: 0,
    };
  }

  /** For `useSyncExternalStore`. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** For `useSyncExternalStore`. */
  readonly getState = (): LogState => this.#state;

  /** Reads it, and goes on as the log grows or stays with what is there then. */
  follow(follows: boolean): void {
    const hasCome = this.#reading && this.#state.phase !== 'loading';
    this.#change({ follows });
    if (follows && this.#isAway) {
      this.stop();
      this.#hasLetGo = true;
      return;
    }
    if (follows || !hasCome) {
      this.start();
      return;
    }
    if (this.#state.isPaused) {
      this.resume();
    }
    this.stop();
    if (this.#state.phase !== 'failed') {
      this.#change({ phase: 'ended' });
    }
  }

  /** Reads it again. */
  start(): void {
    this.stop();
    this.#hasLetGo = false;
    this.#supersede();
    this.#mayReconnect = true;
    this.#read(this.#state.version === 0 ? 'loading' : 'reconnecting');
  }

  /** Stops reading. */
  stop(): void {
    this.#flush();
    clearTimeout(this.#missing);
    this.#reading?.abort();
    this.#reading = undefined;
  }

  /** Holds no connection to follow it for now, as while nobody sees it. */
  letGo(): void {
    this.#isAway = true;
    const { phase, follows } = this.#state;
    if (follows && this.#reading && phase !== 'ended' && phase !== 'failed') {
      this.stop();
      this.#hasLetGo = true;
    }
  }

  /** Goes on after {@link LogReader.letGo}, with all that came meanwhile. */
  goOn(): void {
    this.#isAway = false;
    if (this.#hasLetGo) {
      this.#hasLetGo = false;
      this.#resume();
    }
  }

  /** Shows nothing new until it is resumed; what comes is kept within bounds. */
  pause(): void {
    this.#flush();
    this.#change({ isPaused: true });
  }

  /** Shows what has come meanwhile, and what comes. */
  resume(): void {
    this.#flush();
    const { t } = this.#options;
    const waiting = this.#waiting;
    this.#waiting = LogLines.create(t, WAITING_BOUNDS);
    const { version } = this.#state;
    const lines = waiting.end > 0 ? this.#linesToAddTo() : this.#state.lines;
    if (waiting.first > 0) {
      lines.note(t('logs.note.cameWhilePaused', { count: waiting.first }));
    }
    lines.append(waiting.toText());
    this.#change({ isPaused: false, waiting: 0, lines, version: version + 1 });
  }

  async #read(phase: 'loading' | 'reconnecting'): Promise<void> {
    const reading = new AbortController();
    const { signal } = reading;
    this.#reading = reading;
    this.#change({ phase, error: undefined });
    const ifCurrent = (act: () => void) => {
      if (!signal.aborted) {
        act();
      }
    };
    let timer: ReturnType<typeof setTimeout> | undefined;
    const onOpen = () => {
      timer = setTimeout(() => ifCurrent(() => this.#begin()), QUIET_MS);
    };
    try {
      for await (const piece of this.#pieces(signal, onOpen)) {
        ifCurrent(() => {
          this.#begin();
          this.#take(piece);
        });
      }
      ifCurrent(() => {
        // Also an empty log takes the place of what was shown.
        this.#take('');
        this.#end('ended');
      });
    } catch (error) {
      ifCurrent(() => this.#fail(error));
    } finally {
      clearTimeout(timer);
    }
  }

  async *#pieces(
    signal: AbortSignal,
    onOpen: () => void,
  ): AsyncGenerator<string> {
    const { api, labId, query } = this.#options;
    if (!this.#state.follows) {
      onOpen();
      yield await api.getLabLogs(labId, query, { signal });
      return;
    }
    const { connections = browserConnections } = this.#options;
    const { phase } = this.#state;
    const acquired = connections.acquire('log', {
      signal,
      onWait: () => this.#change({ phase: 'waiting' }),
    });
    const permit = acquired instanceof Promise ? await acquired : acquired;
    const onLost = () => {
      if (!signal.aborted) {
        this.stop();
        this.#resume();
      }
    };
    permit.lost.addEventListener('abort', onLost);
    try {
      if (permit.lost.aborted) {
        onLost();
        return;
      }
      if (this.#state.phase === 'waiting') {
        this.#change({ phase });
      }
      onOpen();
      yield* api.followLabLogs(labId, this.#queryNow(), { signal });
    } finally {
      permit.lost.removeEventListener('abort', onLost);
      permit.release();
    }
  }

  /** What is asked for when it goes on may lie long before the usual. */
  #queryNow(): LabLogQuery {
    const { query } = this.#options;
    if (!this.#resumption) {
      return query;
    }
    const tail = Math.max(query.tail ?? 0, RESUMED_TAIL);
    return query.source === 'provisioning'
      ? { ...query, tail }
      : { ...query, tail, since: undefined };
  }

  #resume(): void {
    const known = this.#waiting.end > 0 ? this.#waiting : this.#state.lines;
    if (this.#state.version === 0 || this.#isStale) {
      this.start();
      return;
    }
    this.#resumption = Resumption.after(known);
    this.#mayReconnect = true;
    this.#read('reconnecting');
  }

  #begin(): void {
    if (this.#state.follows && this.#state.phase !== 'following') {
      this.#change({ phase: 'following' });
    }
  }

  #take(piece: string): void {
    const { onceBefore = beforeDrawing } = this.#options;
    if (this.#arrived.length === 0) {
      onceBefore(() => this.#flush());
    }
    this.#arrived.push(piece);
  }

  #flush(): void {
    const arrived = this.#arrived;
    this.#arrived = [];
    if (arrived.length === 0) {
      return;
    }
    const fresh = this.#resumption ? this.#newOf(arrived) : arrived;
    if (fresh.length === 0) {
      return;
    }
    if (this.#state.isPaused) {
      fresh.forEach(piece => this.#waiting.append(piece));
      this.#change({ waiting: this.#waiting.end });
      return;
    }
    const lines = this.#linesToAddTo();
    fresh.forEach(piece => lines.append(piece));
    this.#change({ lines, version: this.#state.version + 1 });
  }

  /** What is not there yet of what is read again. */
  #newOf(arrived: readonly string[]): string[] {
    const resumption = this.#resumption;
    const lines = resumption?.take(arrived.flatMap(plainLinesOf));
    clearTimeout(this.#missing);
    if (!resumption || !lines) {
      if ((resumption?.pending ?? 0) >= RESUMED_TAIL) {
        this.#missPlace();
      } else {
        this.#missing = setTimeout(() => this.#missPlace(), QUIET_MS);
      }
      return [];
    }
    this.#resumption = undefined;
    return lines.map(line => `${line}\n`);
  }

  /** More has come than is read again, or the log has started again. */
  #missPlace(): void {
    const resumption = this.#resumption;
    if (!resumption || resumption.pending === 0) {
      return;
    }
    this.#resumption = undefined;
    const { t } = this.#options;
    const lines = this.#state.isPaused ? this.#waiting : this.#linesToAddTo();
    lines.note(t('logs.note.mayLack'));
    resumption.rest().forEach(line => lines.append(`${line}\n`));
    this.#change(
      this.#state.isPaused
        ? { waiting: this.#waiting.end }
        : { lines, version: this.#state.version + 1 },
    );
  }

  /** What comes from now on repeats what is there. */
  #supersede(): void {
    this.#isStale = true;
    this.#resumption = undefined;
    this.#waiting = LogLines.create(this.#options.t, WAITING_BOUNDS);
    this.#change({ waiting: 0 });
  }

  /** What was shown stays until there is something to show in its place. */
  #linesToAddTo(): LogLines {
    const lines = this.#isStale
      ? LogLines.create(this.#options.t)
      : this.#state.lines;
    this.#isStale = false;
    return lines;
  }

  #end(phase: 'ended' | 'failed', error?: string): void {
    this.#flush();
    this.#missPlace();
    this.#change({ phase, error });
  }

  #fail(error: unknown): void {
    const isBroken = this.#state.phase === 'following' && hasBroken(error);
    if (!isBroken || !this.#mayReconnect) {
      this.#end('failed', messageOf(error));
      return;
    }
    this.#flush();
    this.#mayReconnect = false;
    this.#supersede();
    const { reconnectMs = 1_000 } = this.#options;
    const timer = setTimeout(() => this.#read('reconnecting'), reconnectMs);
    this.#reading?.signal.addEventListener('abort', () => clearTimeout(timer));
    this.#change({ phase: 'reconnecting' });
  }

  #change(changes: Partial<LogState>): void {
    this.#state = { ...this.#state, ...changes };
    this.#listeners.forEach(listener => listener());
  }
}

/** Whether a connection broke, rather than the server said that it ends. */
function hasBroken(error: unknown): boolean {
  const { name } = error as Error;
  return statusOf(error) === undefined && ['Error', 'TypeError'].includes(name);
}
