import { Redactor } from '../kind/output/redaction';

/** A longer line is looked at in pieces. */
const MOST_LINE = 65_536;
/** What does not stand within a secret, so that a piece may end there. */
const BETWEEN = /[\s,;"'(){}<>|]/;
/**
 * A line of the kernel in the journal, with a time as journalctl writes it by default
 * or precisely. The kernel is the host's: what it says is about every lab, and all
 * else that runs there.
 */
const OF_KERNEL =
  /^(?:\w{3} [ \d]\d [\d:]{8}|\d{4}-\d\d-\d\dT[\d:.]{8,15}[+-][\d:]{4,6}) \S+ kernel: /;

/**
 * Takes what looks like a secret, and what the host's kernel says, out of a log that
 * comes in pieces, line after line. What is not text stays as it is.
 */
export class LogRedaction {
  readonly #redactor = new Redactor();
  /** The beginning of a line, in pieces: each may be of one byte. */
  #rest: string[] = [];
  #restLength = 0;

  /** @returns what is known to be done; the last line may be waited for */
  write(chunk: Uint8Array): Buffer {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
    let text = '';
    for (let from = 0; from < bytes.length; from += MOST_LINE) {
      // Each byte is a letter then, and comes out as the byte that it was.
      text += this.#take(bytes.toString('latin1', from, from + MOST_LINE));
    }
    return Buffer.from(text, 'latin1');
  }

  /** To be called when all was written; returns what was still waited for. */
  end(): Buffer {
    const rest = this.#rest.join('');
    this.#wait('');
    return Buffer.from(rest === '' ? '' : this.#redact(rest), 'latin1');
  }

  #take(part: string): string {
    this.#rest.push(part);
    this.#restLength += part.length;
    if (this.#restLength <= MOST_LINE && !part.includes('\n')) {
      return '';
    }
    const lines = this.#rest.join('').split('\n');
    let rest = lines.pop() ?? '';
    let text = lines.map(line => this.#redact(line, '\n')).join('');
    while (rest.length > MOST_LINE) {
      const end = pieceEnd(rest);
      text += this.#redact(rest.slice(0, end));
      rest = rest.slice(end);
    }
    this.#wait(rest);
    return text;
  }

  #wait(rest: string): void {
    this.#rest = [rest];
    this.#restLength = rest.length;
  }

  #redact(line: string, end: string = ''): string {
    return OF_KERNEL.test(line) ? '' : this.#redactor.line(line) + end;
  }
}

/** Where a piece of a line that is too long ends. */
function pieceEnd(line: string): number {
  for (let end = MOST_LINE; end > MOST_LINE / 2; end--) {
    if (BETWEEN.test(line[end - 1])) {
      return end;
    }
  }
  return MOST_LINE;
}
