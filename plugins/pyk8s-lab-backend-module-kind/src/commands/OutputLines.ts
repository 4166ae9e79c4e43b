import { StringDecoder } from 'node:string_decoder';

/** A longer line is cut, in characters; no tool prints one that people read. */
const MAX_LINE = 65_536;
/** So many lines that are not kept any more are let go of at once. */
const FORGET = 1_024;

/**
 * Cuts a stream of bytes into lines, in a time and a memory that no output can make
 * grow beyond its length. What a line has beyond its bound is left out: what would be
 * taken for another line might be written to be so taken.
 */
export class LineSplitter {
  readonly #decoder = new StringDecoder('utf8');
  readonly #onLine: (line: string) => void;
  #parts: string[] = [];
  #length = 0;

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  write(chunk: Buffer): void {
    const text = this.#decoder.write(chunk);
    let from = 0;
    for (
      let end = text.indexOf('\n');
      end >= 0;
      end = text.indexOf('\n', from)
    ) {
      this.#add(text.slice(from, end));
      this.#give();
      from = end + 1;
    }
    this.#add(text.slice(from));
  }

  /** Gives out a last line that no newline ended. */
  end(): void {
    this.#add(this.#decoder.end());
    if (this.#length > 0) {
      this.#give();
    }
  }

  #add(text: string): void {
    const part = text.slice(0, MAX_LINE - this.#length);
    if (part !== '') {
      this.#parts.push(part);
      this.#length += part.length;
    }
  }

  #give(): void {
    const line = this.#parts.join('');
    this.#parts = [];
    this.#length = 0;
    this.#onLine(line.endsWith('\r') ? line.slice(0, -1) : line);
  }
}

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
