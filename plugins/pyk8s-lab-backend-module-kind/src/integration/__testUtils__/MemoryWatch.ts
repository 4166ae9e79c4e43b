/** How often it looks. */
const LOOK_MS = 20;

/** Watches how much memory this process takes while something goes on. */
export class MemoryWatch {
  readonly #before: number;
  readonly #timer: NodeJS.Timeout;
  #most = 0;

  constructor() {
    this.#before = process.memoryUsage.rss();
    this.#timer = setInterval(() => this.#look(), LOOK_MS);
  }

  /** @returns by how much it grew at the most, in bytes */
  end(): number {
    clearInterval(this.#timer);
    this.#look();
    return this.#most;
  }

  #look(): void {
    const grown = process.memoryUsage.rss() - this.#before;
    this.#most = Math.max(this.#most, grown);
  }
}
