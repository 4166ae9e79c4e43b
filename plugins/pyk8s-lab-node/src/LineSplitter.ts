import { StringDecoder } from 'node:string_decoder';

/** A longer line is cut, in characters; no tool prints one that people read. */
const MAX_LINE = 65_536;

/**
 * Splits a stream of bytes into lines, in linear time and bounded memory. What a line
 * has beyond 65,536 characters is left out: it is not told as a line of its own, which
 * a hostile program could have written to be taken for one.
 * @public
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
