/** Makes whole lines of what comes in pieces, each stream for itself. */
export class LineSplitter {
  readonly #onLine: (line: string) => void;
  readonly #begun = new Map<string, string>();

  static create(onLine: (line: string) => void): LineSplitter {
    return new LineSplitter(onLine);
  }

  private constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  /** @param stream - which of the streams the text belongs to */
  write(stream: string, text: string): void {
    const lines = `${this.#begun.get(stream) ?? ''}${text}`.split('\n');
    this.#begun.set(stream, lines.pop() ?? '');
    lines.forEach(line => this.#onLine(line));
  }

  /** Tells the last lines, though they have no end. */
  end(): void {
    for (const line of this.#begun.values()) {
      if (line) {
        this.#onLine(line);
      }
    }
    this.#begun.clear();
  }
}
