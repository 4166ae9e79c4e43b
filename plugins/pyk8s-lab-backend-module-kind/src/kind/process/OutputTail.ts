/** So many lines that are not kept any more are let go of at once. */
const FORGET = 1_024;

/** Keeps the last lines of an output, within a number of bytes. */
export class OutputTail {
  readonly #maxBytes: number;
  #lines: string[] = [];
  /** Where what is kept begins. */
  #first = 0;
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  push(line: string): void {
    // A single line longer than everything is cut, too.
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
    // One by one it would take as long for each line as there are lines.
    if (this.#first > FORGET && this.#first > this.#lines.length / 2) {
      this.#lines = this.#lines.slice(this.#first);
      this.#first = 0;
    }
  }

  toString(): string {
    return this.#lines.slice(this.#first).join('\n');
  }
}
