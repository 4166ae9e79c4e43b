import {
  expandCommand,
  type LabApi,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import {
  browserConnections,
  type Connections,
  type Permit,
} from '../browserTabs';
import type { CommandMemory } from './CommandMemory';
import { beforeDrawing } from '../observable';
import { endingOf } from './ending';
import {
  historyOf,
  newer,
  older,
  remember,
  type HistoryStep,
  withEarlier,
} from './history';
import type { Printed } from './output';
import { PlainText } from './plainText';
import {
  EMPTY_SCROLLBACK,
  type Ending,
  type Scrollback,
  type ScrollbackAction,
  scrollbackReducer,
} from './scrollback';

/** What is being typed. */
export interface Draft {
  readonly command: string;
  /** What the command shall read; kept also while it is folded away. */
  readonly input: string;
  readonly hasInput: boolean;
}

/** A lab's console, as it is now. */
export interface ConsoleState {
  readonly scrollback: Scrollback;
  readonly draft: Draft;
  readonly isRunning: boolean;
  /** It runs as soon as the browser has a connection for it. */
  readonly isWaiting: boolean;
}

/** What a session needs. */
export interface ConsoleSessionOptions {
  readonly labId: string;
  readonly api: Pick<LabApi, 'streamExec'>;
  readonly memory: CommandMemory;
  /** Calls back when the page may be drawn again; before the next frame unless given. */
  readonly onceBefore?: (callback: () => void) => void;
  /** What bounds the connections; that of the browser unless given. */
  readonly connections?: Connections;
}

/**
 * What a person does in the console of a lab. It lives apart from the page, so
 * that what was printed stays and a command goes on while another tab is looked
 * at. It tells of changes at most once each time that the browser draws, however
 * fast a command prints.
 */
export class ConsoleSession {
  readonly #options: ConsoleSessionOptions;
  readonly #listeners = new Set<() => void>();
  #state: ConsoleState = {
    scrollback: EMPTY_SCROLLBACK,
    draft: { command: '', input: '', hasInput: false },
    isRunning: false,
    isWaiting: false,
  };
  #history = historyOf();
  #running: AbortController | undefined;
  #printed: Printed[] = [];

  static create(options: ConsoleSessionOptions): ConsoleSession {
    const session = new ConsoleSession(options);
    session.#readHistory();
    return session;
  }

  private constructor(options: ConsoleSessionOptions) {
    this.#options = options;
  }

  /** For `useSyncExternalStore`. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** For `useSyncExternalStore`. */
  readonly getState = (): ConsoleState => this.#state;

  /** Changes what is being typed. */
  edit(changes: Partial<Draft>): void {
    this.#change({ draft: { ...this.#state.draft, ...changes } });
  }

  /** Shows the command before the one that is shown. */
  showOlder(): void {
    this.#show(older(this.#history, this.#state.draft.command));
  }

  /** Shows the command after the one that is shown. */
  showNewer(): void {
    this.#show(newer(this.#history));
  }

  /** Forgets every command of this lab, here and in the browser's storage. */
  forgetHistory(): void {
    this.#history = historyOf();
    this.#writeHistory();
  }

  /**
   * Runs what was typed, unless that is nothing or another command still runs.
   *
   * @param timeoutSeconds - after which the server ends it
   * @returns how it ended; undefined when it was not run
   */
  async run(
    timeoutSeconds: number,
    programs: readonly string[] = [],
  ): Promise<Ending | undefined> {
    const { draft, isRunning } = this.#state;
    // The server would expand it as well, but people should see what runs.
    const command = expandCommand(draft.command, programs);
    if (isRunning || !command) {
      return undefined;
    }
    const input = draft.hasInput ? draft.input : undefined;
    this.#history = remember(this.#history, command);
    this.#writeHistory();
    const running = new AbortController();
    this.#running = running;
    this.#change({
      isRunning: true,
      draft: { ...draft, command: '', hasInput: false },
      scrollback: this.#reduced({ type: 'started', command, input }),
    });
    const ending = await this.#follow(
      { command, input, timeout: `${timeoutSeconds}s` },
      running.signal,
    );
    this.#flush();
    this.#running = undefined;
    this.#change({
      isRunning: false,
      scrollback: this.#reduced({ type: 'ended', ending }),
    });
    return ending;
  }

  /** Ends the command that runs. */
  cancel(): void {
    this.#running?.abort();
  }

  /** Forgets what was printed. A command that runs goes on. */
  clear(): void {
    this.#printed = [];
    this.#change({ scrollback: this.#reduced({ type: 'cleared' }) });
  }

  async #follow(
    request: { command: string; input?: string; timeout: string },
    signal: AbortSignal,
  ): Promise<Ending> {
    const { api, labId, connections = browserConnections } = this.#options;
    let permit: Permit | undefined;
    let startedAt = Date.now();
    const streams = {
      stdout: PlainText.create(),
      stderr: PlainText.create(),
    };
    try {
      const acquired = connections.acquire('work', {
        signal,
        onWait: () => this.#change({ isWaiting: true }),
      });
      permit = acquired instanceof Promise ? await acquired : acquired;
      startedAt = Date.now();
      this.#change({ isWaiting: false });
      for await (const frame of api.streamExec(labId, request, { signal })) {
        if (frame.type === 'exit') {
          const { type: _type, ...end } = frame;
          return { how: 'exited', ...end };
        }
        const { stream, text } = frame;
        this.#print({ stream, text: streams[stream].read(text) });
      }
      return { how: 'unended' };
    } catch (error) {
      return signal.aborted
        ? { how: 'cancelled', durationMs: Date.now() - startedAt }
        : endingOf(error);
    } finally {
      permit?.release();
      this.#change({ isWaiting: false });
    }
  }

  #print(piece: Printed): void {
    const { onceBefore = beforeDrawing } = this.#options;
    if (this.#printed.length === 0) {
      onceBefore(() => this.#flush());
    }
    this.#printed.push(piece);
  }

  #flush(): void {
    if (this.#printed.length > 0) {
      const printed = this.#printed;
      this.#printed = [];
      this.#change({ scrollback: this.#reduced({ type: 'printed', printed }) });
    }
  }

  #reduced(action: ScrollbackAction): Scrollback {
    return scrollbackReducer(this.#state.scrollback, action);
  }

  #show(step: HistoryStep | undefined): void {
    if (step) {
      this.#history = step.history;
      this.edit({ command: step.shown });
    }
  }

  #readHistory(): void {
    this.#options.memory.read(this.#options.labId).then(
      commands => {
        this.#history = withEarlier(this.#history, commands);
      },
      // Without it one can do everything but look at what was run before.
      () => undefined,
    );
  }

  #writeHistory(): void {
    const { memory, labId } = this.#options;
    // A storage that is full or closed only keeps less than it could.
    memory.write(labId, this.#history.commands).catch(() => undefined);
  }

  #change(changes: Partial<ConsoleState>): void {
    this.#state = { ...this.#state, ...changes };
    this.#listeners.forEach(listener => listener());
  }
}
