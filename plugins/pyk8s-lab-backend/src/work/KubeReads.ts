/** How long one record of reading stands for all that is read. */
const EVERY_MS = 10 * 60_000;
/** More than people read labs in that time; older ones are recorded again. */
const MAX_KNOWN = 10_000;

/** Knows of which uses of labs it was recorded lately that they happened. */
export class KubeReads {
  readonly #recorded = new Map<string, number>();
  readonly #now: () => number;

  static create(options: { now?: () => number } = {}): KubeReads {
    return new KubeReads(options.now ?? (() => performance.now()));
  }

  private constructor(now: () => number) {
    this.#now = now;
  }

  /**
   * Records a use unless the same was recorded lately. What cannot be recorded is
   * tried again the next time.
   *
   * @param use - the lab, the caller, and what kind of use it is
   */
  async record(
    use: readonly string[],
    write: () => Promise<void>,
  ): Promise<void> {
    const now = this.#now();
    const key = use.join(' ');
    const last = this.#recorded.get(key);
    if (last !== undefined && now - last < EVERY_MS) {
      return;
    }
    this.#recorded.delete(key);
    this.#recorded.set(key, now);
    const [oldest] = this.#recorded.keys();
    if (this.#recorded.size > MAX_KNOWN && oldest !== undefined) {
      this.#recorded.delete(oldest);
    }
    try {
      await write();
    } catch (error) {
      this.#recorded.delete(key);
      throw error;
    }
  }
}
