const GAP = /^… Lines may be missing here: /;

/** Tracks which lines numbered by `cat -n` were received, and how often. */
export class PrintedNumbers {
  /** The number of lines that report a gap. */
  gaps = 0;
  /** Numbers that were received before. */
  repeated = 0;
  /** Halves of lines: the runtime splits some at a rotation. */
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

  /** The number of received lines. */
  get count(): number {
    return this.#count;
  }

  /** The number of missing lines, without those that were received in halves. */
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

/** As {@link PrintedNumbers} in constant memory: compares each line only with the last. */
export class LineNumbers {
  lines = 0;
  /**
   * Missing or repeated numbers: the kubelet may have deleted lines by rotation before a
   * slow reader reached them.
   */
  missed = 0;
  /**
   * Incomplete lines: the runtime splits some into two entries, between which a log can
   * start or the kubelet can change to the next file.
   */
  odd = 0;
  #next: number | undefined;
  #rest = '';

  take(chunk: Uint8Array): void {
    const parts = (this.#rest + Buffer.from(chunk)).split('\n');
    this.#rest = parts.pop() ?? '';
    for (const part of parts) {
      const number = Number(/^\S+ +(\d+)\tx+$/.exec(part)?.[1]);
      if (Number.isNaN(number)) {
        this.odd += 1;
      } else {
        this.missed += Math.abs(number - (this.#next ?? number));
        this.#next = number + 1;
      }
      this.lines += 1;
    }
  }
}
