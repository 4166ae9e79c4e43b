import type Docker from 'dockerode';
import type { DockerCallOptions } from './DockerNetworks';
import { asUnavailable, silent, statusOf } from './connection/unavailable';
import {
  ProviderUnavailableError,
  unlessAborted,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';

const NOT_FOUND = 404;
const NOT_MODIFIED = 304;

/** A Docker daemon. */
export interface DockerConnection {
  readonly docker: Docker;
  readonly calls: DockerCalls;
  readonly endpoint: string;
}

/** Adds timeouts to calls of Docker, and translates connection errors. */
export class DockerCalls {
  readonly #endpoint: string;
  /** The default timeout of a call, in milliseconds. */
  readonly timeoutMs: number;

  readonly #problem?: string;

  /** @param options - problem: the error of every call */
  static create(options: {
    endpoint: string;
    timeoutMs: number;
    problem?: string;
  }): DockerCalls {
    return new DockerCalls(options);
  }

  private constructor(options: {
    endpoint: string;
    timeoutMs: number;
    problem?: string;
  }) {
    this.#endpoint = options.endpoint;
    this.timeoutMs = options.timeoutMs;
    this.#problem = options.problem;
  }

  /**
   * Calls Docker with a timeout: dockerode itself may wait forever.
   * @throws ProviderUnavailableError when Docker cannot be reached
   */
  async call<T>(
    ask: (signal: AbortSignal) => Promise<T>,
    options: DockerCallOptions = {},
    timeoutMs: number = this.timeoutMs,
  ): Promise<T> {
    if (this.#problem !== undefined) {
      throw new ProviderUnavailableError(this.#problem);
    }
    const timeout = AbortSignal.timeout(timeoutMs);
    const signal = options.signal
      ? AbortSignal.any([options.signal, timeout])
      : timeout;
    try {
      signal.throwIfAborted();
      return await unlessAborted(ask(signal), signal);
    } catch (error) {
      options.signal?.throwIfAborted();
      if (timeout.aborted) {
        throw silent(this.#endpoint);
      }
      throw asUnavailable(error, this.#endpoint) ?? error;
    }
  }

  /** As call; undefined when Docker answers "not found". */
  async find<T>(
    ask: (signal: AbortSignal) => Promise<T>,
    options?: DockerCallOptions,
    timeoutMs?: number,
  ): Promise<T | undefined> {
    try {
      return await this.call(ask, options, timeoutMs);
    } catch (error) {
      if (statusOf(error) === NOT_FOUND) {
        return undefined;
      }
      throw error;
    }
  }

  /** Awaits a call, and ignores "not modified". */
  async unlessDone(call: Promise<unknown>): Promise<void> {
    try {
      await call;
    } catch (error) {
      if (statusOf(error) !== NOT_MODIFIED) {
        throw error;
      }
    }
  }
}
