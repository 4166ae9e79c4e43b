/** How long one record of reading stands for all that is read. */
const EVERY_MS = 10 * 60_000;
/** More than people read labs in that time; older ones are recorded again. */
const MAX_KNOWN = 10_000;

interface Recorded {
  readonly at: number;
  readonly written: Promise<void>;
}

/** Knows which uses of labs were recorded recently. */
export class KubeReads {
  readonly #recorded = new Map<string, Recorded>();
  readonly #now: () => number;

  static create(options: { now?: () => number } = {}): KubeReads {
    return new KubeReads(options.now ?? (() => performance.now()));
  }

  private constructor(now: () => number) {
    this.#now = now;
  }

  /**
   * Records a use unless the same was recorded recently. Returns when the record that
   * stands for the use is written, also if another request writes it. After a failure
   * the next use is recorded.
   *
   * @param use - the lab, the caller, and what kind of use it is
   * @throws what `write` throws
   */
  async record(
    use: readonly string[],
    write: () => Promise<void>,
  ): Promise<void> {
    const now = this.#now();
    const key = use.join(' ');
    const last = this.#recorded.get(key);
    if (last && now - last.at < EVERY_MS) {
      await last.written;
      return;
    }
    const entry = { at: now, written: write() };
    this.#recorded.delete(key);
    this.#recorded.set(key, entry);
    const [oldest] = this.#recorded.keys();
    if (this.#recorded.size > MAX_KNOWN && oldest !== undefined) {
      this.#recorded.delete(oldest);
    }
    try {
      await entry.written;
    } catch (error) {
      if (this.#recorded.get(key) === entry) {
        this.#recorded.delete(key);
      }
      throw error;
    }
  }
}
