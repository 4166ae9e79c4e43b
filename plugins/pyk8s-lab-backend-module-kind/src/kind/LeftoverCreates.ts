import { setTimeout as delay } from 'node:timers/promises';
import { isError } from '@backstage/errors';
import { findCreates, PS_ARGS, type KindProcess } from './leftoverProcesses';
import {
  CommandError,
  type CommandRunner,
  type RunOptions,
} from './process/CommandRunner';

const PS_TIMEOUT_MS = 10_000;
/** Command lines can be long where many Java programs run. */
const PS_MAX_BYTES = 16 * 1024 * 1024;
const END_TIMEOUT_MS = 5_000;
const END_POLL_MS = 50;

/** What the kind command is run with. */
export interface KindCommandOptions {
  readonly runner: CommandRunner;
  /** The kind command. */
  readonly binary: string;
  /** The environment that it gets. */
  readonly env: RunOptions['env'];
  /** Ends a process group, by the id of its leader; with SIGKILL unless given. */
  readonly kill?: (pid: number) => void;
}

/** The processes of kind that a portal which was killed has left creating clusters. */
export class LeftoverCreates {
  readonly #runner: CommandRunner;
  readonly #binary: string;
  readonly #env: RunOptions['env'];
  readonly #kill: (pid: number) => void;

  constructor(options: KindCommandOptions) {
    this.#runner = options.runner;
    this.#binary = options.binary;
    this.#env = options.env;
    this.#kill = options.kill ?? (pid => process.kill(-pid, 'SIGKILL'));
  }

  /**
   * Ends those that create a cluster.
   * @returns true when there were some
   * @throws Error when one cannot be ended
   */
  async end(name: string, options: { signal: AbortSignal }): Promise<boolean> {
    const deadline = performance.now() + END_TIMEOUT_MS;
    let found = await this.#find(name, options.signal);
    const foundAny = found.length > 0;
    while (found.length > 0) {
      found.forEach(({ pid }) => this.#end(pid));
      if (performance.now() > deadline) {
        throw new Error(
          `Process ${found[0].pid} still creates the cluster ${name} and does not end: end it by hand.`,
        );
      }
      await delay(END_POLL_MS, undefined, { signal: options.signal });
      found = await this.#find(name, options.signal);
    }
    return foundAny;
  }

  /** False where there is no `ps`, such as in a slim container. */
  async canSeeProcesses(): Promise<boolean> {
    return (await this.#processes()) !== '';
  }

  async #find(name: string, signal: AbortSignal): Promise<KindProcess[]> {
    return findCreates(await this.#processes(signal), this.#binary, name);
  }

  async #processes(signal?: AbortSignal): Promise<string> {
    try {
      return await this.#runner.run('ps', PS_ARGS, {
        env: this.#env,
        timeoutMs: PS_TIMEOUT_MS,
        maxOutputBytes: PS_MAX_BYTES,
        signal,
      });
    } catch (error) {
      signal?.throwIfAborted();
      // In a container whose first process is the portal nothing outlives it, so the
      // portal warns once at start and provisions labs all the same. A ps that fails is
      // no reason either: what it shows only makes them safer.
      if (error instanceof CommandError) {
        return '';
      }
      throw error;
    }
  }

  #end(pid: number): void {
    try {
      this.#kill(pid);
    } catch (error) {
      // It may have ended by itself; what has not is found again.
      if (!isError(error) || !error.code) {
        throw error;
      }
    }
  }
}
