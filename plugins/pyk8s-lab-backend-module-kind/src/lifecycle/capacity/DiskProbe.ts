import { unlessAborted } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';

/** A look starts a container, and admission asks often. */
const FRESH_MS = 30_000;
/** What is older tells nothing of today's host, such as after a quiet night. */
const USABLE_MS = 10 * 60_000;
/** People wait for the options of a new lab, and a look may take 20 s. */
const WAIT_MS = 5_000;

/**
 * The free space where a Docker keeps its data whose file systems cannot be looked
 * into. A failed look says nothing: whatever is wrong with Docker is said elsewhere.
 */
export class DiskProbe {
  readonly #look: () => Promise<number | undefined>;
  readonly #now: () => number;
  readonly #waitMs: number;
  #found?: { at: number; free: number | undefined };
  #looking?: Promise<number | undefined>;

  /**
   * @param options - look: asks Docker; now: in milliseconds, for tests; waitMs: how
   *   long a caller waits where nothing is known yet
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
   * In bytes; one look serves all callers for half a minute. After that they get the
   * last answer while the next look runs.
   *
   * @returns undefined where it is not known, or not in time
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
