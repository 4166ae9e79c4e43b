import { unlessAborted } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';

/** A measurement starts a container, and admission asks often. */
const FRESH_MS = 30_000;
/** Older values are discarded, such as after a quiet night. */
const USABLE_MS = 10 * 60_000;
/** Users wait for the options of a new lab, and a measurement may take 20 s. */
const WAIT_MS = 5_000;

/**
 * The free space of a Docker whose file systems the portal cannot see. Failures are
 * ignored: problems of Docker are reported elsewhere.
 */
export class DiskProbe {
  readonly #look: () => Promise<number | undefined>;
  readonly #now: () => number;
  readonly #waitMs: number;
  #found?: { at: number; free: number | undefined };
  #looking?: Promise<number | undefined>;

  /**
   * @param options - look: measures through Docker; now: in milliseconds, for tests;
   *   waitMs: how long a caller waits for the first value
   */
  constructor(options: {
    look: () => Promise<number | undefined>;
    now?: () => number;
    waitMs?: number;
  }) {
    this.#look = options.look;
    this.#now = options.now ?? (() => performance.now());
    this.#waitMs = options.waitMs ?? WAIT_MS;
  }

  /**
   * In bytes; one measurement serves all callers for half a minute. After that they get
   * the last value while the next measurement runs.
   *
   * @returns undefined when it is unknown or not measured in time
   */
  async free(options?: { signal?: AbortSignal }): Promise<number | undefined> {
    const age = this.#found ? this.#now() - this.#found.at : Infinity;
    if (this.#found && age < FRESH_MS) {
      return this.#found.free;
    }
    this.#looking ??= this.#lookOnce();
    if (this.#found && age < USABLE_MS) {
      return this.#found.free;
    }
    const timeout = AbortSignal.timeout(this.#waitMs);
    return unlessAborted(
      this.#looking,
      options?.signal ? AbortSignal.any([options.signal, timeout]) : timeout,
    ).catch(() => undefined);
  }

  async #lookOnce(): Promise<number | undefined> {
    try {
      const free = await this.#look().catch(() => undefined);
      this.#found = { at: this.#now(), free };
      return free;
    } finally {
      this.#looking = undefined;
    }
  }
}
