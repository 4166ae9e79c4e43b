const GAP = /^… Lines may be missing here: /;

/** Tells which of the lines that `cat -n` has numbered came, and how often. */
export class PrintedNumbers {
  /** Lines that say that others may be missing. */
  gaps = 0;
  /** Numbers that came before. */
  repeated = 0;
  /** Halves of lines: the runtime cuts some in two where it rotates. */
  halves = 0;
  /** The greatest number. */
  last = 0;
  #count = 0;
  #seen = new Set<number>();
  #rest = '';
  readonly #whole: RegExp;

  /** @param text - of each line */
  constructor(text: string) {
    this.#whole = new RegExp(`^\\S+ +(\\d+)\\t${text}$`);
  }

  /** How many lines came. */
  get count(): number {
    return this.#count;
  }

  /** How many numbers did not come, without those of lines that came in halves. */
  get missed(): number {
    return Math.max(0, this.last - this.#seen.size - this.halves);
  }

  take(chunk: Uint8Array): void {
    const parts = (this.#rest + Buffer.from(chunk)).split('\n');
    this.#rest = parts.pop() ?? '';
    for (const part of parts) {
      this.#takeLine(part);
    }
  }

  #takeLine(line: string): void {
    this.#count += 1;
    const number = Number(this.#whole.exec(line)?.[1]);
    if (GAP.test(line)) {
      this.gaps += 1;
    } else if (Number.isNaN(number)) {
      this.halves += 1;
    } else if (this.#seen.has(number)) {
      this.repeated += 1;
    } else {
      this.#seen.add(number);
      this.last = Math.max(this.last, number);
    }
  }
}
