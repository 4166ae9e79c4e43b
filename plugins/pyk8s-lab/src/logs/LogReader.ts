import type {
  LabApi,
  LabLogQuery,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { messageOf, statusOf } from '../api';
import { beforeDrawing } from '../console';
import type { Translate } from '../translation';
import { type LogBounds, LogLines } from './LogLines';

/** How the reading of a log stands. */
export type ReadingPhase =
  /** Nothing has come yet. */
  | 'loading'
  | 'following'
  /** It broke and is begun anew. */
  | 'reconnecting'
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
  /** Calls back when the page may be drawn anew; when it is drawn unless given. */
  readonly onceBefore?: (callback: () => void) => void;
  /** How long it waits before it connects again by itself. */
  readonly reconnectMs?: number;
}

/** A log that says nothing for so long is quiet, rather than slow to come. */
const QUIET_MS = 1_500;

/** How much is kept of what comes while it is paused; then the oldest goes. */
const WAITING_BOUNDS: LogBounds = { lines: 20_000, length: 16 * 2 ** 20 };

/**
 * Reads one log, and tells of changes at most once each time that the browser
 * draws. A connection that breaks is made anew by itself once, and the log is then
 * read from the same place before its end again: the server cannot say what came
 * in between.
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

  /** Reads it anew. */
  start(): void {
    this.stop();
    this.#supersede();
    this.#mayReconnect = true;
    this.#read(this.#state.version === 0 ? 'loading' : 'reconnecting');
  }

  /** Reads no more. */
  stop(): void {
    this.#flush();
    this.#reading?.abort();
    this.#reading = undefined;
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
    const timer = setTimeout(() => ifCurrent(() => this.#begin()), QUIET_MS);
    try {
      for await (const piece of this.#pieces(signal)) {
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

  async *#pieces(signal: AbortSignal): AsyncGenerator<string> {
    const { api, labId, query } = this.#options;
    if (this.#state.follows) {
      yield* api.followLabLogs(labId, query, { signal });
    } else {
      yield await api.getLabLogs(labId, query, { signal });
    }
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
    if (this.#state.isPaused) {
      arrived.forEach(piece => this.#waiting.append(piece));
      this.#change({ waiting: this.#waiting.end });
      return;
    }
    const lines = this.#linesToAddTo();
    arrived.forEach(piece => lines.append(piece));
    this.#change({ lines, version: this.#state.version + 1 });
  }

  /** What comes from now on repeats what is there. */
  #supersede(): void {
    this.#isStale = true;
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
