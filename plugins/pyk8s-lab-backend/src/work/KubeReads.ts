/** How long one record of reading stands for all that is read. */
const EVERY_MS = 10 * 60_000;
/** More than people read labs in that time; older ones are recorded again. */
const MAX_KNOWN = 10_000;

/** Knows of whom it was recorded lately that they read in a lab. */
export class KubeReads {
  readonly #recorded = new Map<string, number>();
  readonly #now: () => number;

  static create(options: { now?: () => number } = {}): KubeReads {
    return new KubeReads(options.now ?? (() => performance.now()));
  }

  private constructor(now: () => number) {
    this.#now = now;
  }

  /** Whether somebody's reading is to be recorded, which it is from then on. */
  isDue(labId: string, userRef: string): boolean {
    const now = this.#now();
    const key = `${labId} ${userRef}`;
    const last = this.#recorded.get(key);
    if (last !== undefined && now - last < EVERY_MS) {
      return false;
    }
    this.#recorded.delete(key);
    this.#recorded.set(key, now);
    const [oldest] = this.#recorded.keys();
    if (this.#recorded.size > MAX_KNOWN && oldest !== undefined) {
      this.#recorded.delete(oldest);
    }
    return true;
  }
}
