import { StringDecoder } from 'node:string_decoder';

/** Cuts a stream of bytes into lines. */
export class LineSplitter {
  readonly #decoder = new StringDecoder('utf8');
  readonly #onLine: (line: string) => void;
  #rest = '';

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  write(chunk: Buffer): void {
    const lines = (this.#rest + this.#decoder.write(chunk)).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) {
      this.#onLine(line.replace(/\r$/, ''));
    }
  }

  /** Gives out a last line that no newline ended. */
  end(): void {
    const last = this.#rest + this.#decoder.end();
    this.#rest = '';
    if (last) {
      this.#onLine(last);
    }
  }
}

/** Keeps the last lines of an output, within a number of bytes. */
export class OutputTail {
  readonly #maxBytes: number;
  #lines: string[] = [];
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  push(line: string): void {
    // A single line longer than everything is cut, too.
    const kept = line.slice(-this.#maxBytes);
    this.#lines.push(kept);
    this.#bytes += Buffer.byteLength(kept) + 1;
    while (this.#bytes > this.#maxBytes && this.#lines.length > 1) {
      this.#bytes -= Buffer.byteLength(this.#lines[0]) + 1;
      this.#lines.shift();
    }
  }

  toString(): string {
    return this.#lines.join('\n');
  }
}
