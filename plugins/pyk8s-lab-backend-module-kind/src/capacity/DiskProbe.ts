/** A look starts a container, and admission asks often. */
const KEPT_MS = 30_000;

/**
 * The free space where a Docker keeps its data whose file systems cannot be looked
 * into. A failed look says nothing: whatever is wrong with Docker is said elsewhere.
 */
export class DiskProbe {
  readonly #look: () => Promise<number>;
  readonly #now: () => number;
  #found?: { at: number; free: Promise<number | undefined> };

  /** @param options - look: asks Docker; now: in milliseconds, for tests */
  constructor(options: { look: () => Promise<number>; now?: () => number }) {
    this.#look = options.look;
    this.#now = options.now ?? (() => performance.now());
  }

  /** In bytes; one look serves everybody for half a minute. */
  async free(): Promise<number | undefined> {
    if (!this.#found || this.#now() - this.#found.at >= KEPT_MS) {
      this.#found = {
        at: this.#now(),
        free: this.#look().catch(() => undefined),
      };
    }
    return this.#found.free;
  }
}
