import type { ChildProcess } from 'node:child_process';
import type { RunOptions } from './CommandRunner';

/** The time between SIGTERM and SIGKILL. */
const GRACE_MS = 3_000;
/** How long other processes may keep the output of an ended command open. */
const LINGER_MS = 2_000;

/** Ends a command's process group after its timeout or when its signal aborts. */
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

  /** Call it when the command has ended; others of its group may still run. */
  afterExit(): void {
    if (this.reason) {
      this.#kill('SIGKILL');
    }
    this.#after(LINGER_MS, () => {
      this.#child.stdout?.destroy();
      this.#child.stderr?.destroy();
    });
  }

  /** Call it when the whole group has ended. */
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
      // A negative id denotes the group, which the command leads.
      process.kill(-pid, signal);
    } catch {
      // The group has ended (ESRCH); macOS reports EPERM shortly before.
    }
  }

  #after(ms: number, action: () => void): void {
    this.#timers.push(setTimeout(action, ms));
  }
}
