import type { ChildProcess } from 'node:child_process';
import type { RunOptions } from './CommandRunner';

/** How long a command may take to end by itself after SIGTERM. */
const GRACE_MS = 3_000;
/** How long something may hold on to the output of a command that has ended. */
const LINGER_MS = 2_000;

/** Ends a command's group when its time is over or its signal aborts. */
export class GroupEnding {
  /** Why the command was ended, if it was. */
  reason: 'aborted' | 'timeout' | undefined;
  readonly #child: ChildProcess;
  readonly #signal?: AbortSignal;
  readonly #onAbort = () => this.#end('aborted');
  readonly #timers: NodeJS.Timeout[] = [];

  constructor(child: ChildProcess, options: RunOptions) {
    this.#child = child;
    this.#signal = options.signal;
    this.#signal?.addEventListener('abort', this.#onAbort, { once: true });
    this.#after(options.timeoutMs, () => this.#end('timeout'));
  }

  /** The command itself has ended; others of its group may still be there. */
  afterExit(): void {
    if (this.reason) {
      this.#kill('SIGKILL');
    }
    this.#after(LINGER_MS, () => {
      this.#child.stdout?.destroy();
      this.#child.stderr?.destroy();
    });
  }

  /** Nothing is left to be ended. */
  settle(): void {
    this.#signal?.removeEventListener('abort', this.#onAbort);
    this.#timers.forEach(timer => clearTimeout(timer));
  }

  #end(reason: 'aborted' | 'timeout'): void {
    if (this.reason) {
      return;
    }
    this.reason = reason;
    this.#kill('SIGTERM');
    this.#after(GRACE_MS, () => this.#kill('SIGKILL'));
  }

  #kill(signal: NodeJS.Signals): void {
    const { pid } = this.#child;
    if (pid === undefined) {
      return;
    }
    try {
      // A negative id means the group, which the command leads.
      process.kill(-pid, signal);
    } catch {
      // The group is gone (ESRCH); macOS says EPERM of one that is about to be.
    }
  }

  #after(ms: number, action: () => void): void {
    this.#timers.push(setTimeout(action, ms));
  }
}
