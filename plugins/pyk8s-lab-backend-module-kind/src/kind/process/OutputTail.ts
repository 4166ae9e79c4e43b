/** Lines are dropped in batches of this size. */
const FORGET = 1_024;

/** Keeps the last lines of an output, within a number of bytes. */
export class OutputTail {
  readonly #maxBytes: number;
  #lines: string[] = [];
  /** The index of the first line that is kept. */
  #first = 0;
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  push(line: string): void {
    // A single line longer than the limit is truncated.
    const kept = line.slice(-this.#maxBytes);
    this.#lines.push(kept);
    this.#bytes += Buffer.byteLength(kept) + 1;
    while (
      this.#bytes > this.#maxBytes &&
      this.#first < this.#lines.length - 1
    ) {
      this.#bytes -= Buffer.byteLength(this.#lines[this.#first]) + 1;
      this.#first += 1;
    }
    // Dropping lines one by one would be quadratic.
    if (this.#first > FORGET && this.#first > this.#lines.length / 2) {
      this.#lines = this.#lines.slice(this.#first);
      this.#first = 0;
    }
  }

  toString(): string {
    return this.#lines.slice(this.#first).join('\n');
  }
}
