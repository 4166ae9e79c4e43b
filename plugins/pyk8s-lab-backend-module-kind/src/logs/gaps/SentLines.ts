/** Streams of a container overtake one another by less than this many lines. */
const KEPT_LINES = 1_024;

/**
 * Remembers the heads of the last sent lines in bounded memory: at least the last
 * {@link KEPT_LINES}, and at most twice as many.
 */
export class SentLines {
  #newer = new Set<string>();
  #older = new Set<string>();
  #isComplete = true;
  #newerSince: string | undefined;
  #olderSince: string | undefined;
  /** The number of consecutive last lines with the same time, by their heads. */
  #run = new Map<string, number>();
  #runTime: string | undefined;

  /** The time of the first remembered line. */
  get since(): string | undefined {
    return this.#olderSince ?? this.#newerSince;
  }

  /** Whether all lines are remembered. */
  get isComplete(): boolean {
    return this.#isComplete;
  }

  /** The time of the last line. */
  get lastTime(): string | undefined {
    return this.#runTime;
  }

  has(head: string): boolean {
    return this.#newer.has(head) || this.#older.has(head);
  }

  /** The number of lines with the time of the last line, by their heads. */
  lastRun(): Map<string, number> {
    return new Map(this.#run);
  }

  add(head: string, time: string): void {
    if (time !== this.#runTime) {
      this.#run = new Map();
      this.#runTime = time;
    }
    const count = this.#run.get(head) ?? 0;
    if (count > 0 || this.#run.size < KEPT_LINES) {
      this.#run.set(head, count + 1);
    }
    if (this.#newer.size >= KEPT_LINES) {
      this.#isComplete &&= this.#older.size === 0;
      this.#older = this.#newer;
      this.#olderSince = this.#newerSince;
      this.#newer = new Set();
      this.#newerSince = undefined;
    }
    this.#newerSince ??= time;
    this.#newer.add(head);
  }
}
