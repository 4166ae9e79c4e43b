/** As many names as one wants to read; the rest are counted. */
const MOST_NAMES = 50;
const MOST_CHARACTERS = 200;
/** Of a character, in UTF-8. */
const MOST_BYTES_EACH = 3;

/** Collects what an archive does not have. */
export class LeftOut {
  /** How long the words get at most, in bytes. */
  static readonly MOST_BYTES =
    (MOST_NAMES + 4) * (2 * MOST_CHARACTERS + 8) * MOST_BYTES_EACH;
  readonly #lines: string[] = [];
  #more = 0;

  get isEmpty(): boolean {
    return this.#lines.length === 0;
  }

  /**
   * @param name - of a file, or what it is in words
   * @param reason - such as `no room`
   */
  add(name: string, reason: string): void {
    if (this.#lines.length < MOST_NAMES) {
      this.#lines.push(`${cut(name)}: ${cut(reason)}`);
    } else {
      this.#more += 1;
    }
  }

  /** What it is for people. */
  toString(): string {
    return [
      'This archive does not have everything. What is not in it, or not whole:',
      '',
      ...this.#lines.map(line => `- ${line}`),
      ...(this.#more > 0 ? [`- and ${this.#more} more`] : []),
      '',
    ].join('\n');
  }
}

function cut(text: string): string {
  return text.length <= MOST_CHARACTERS
    ? text
    : `${text.slice(0, MOST_CHARACTERS - 1)}…`;
}
