import { Redactor } from '../kind/output/redaction';

/** Longer lines are processed in pieces. */
const MOST_LINE = 65_536;
/** Characters outside of secrets, where a piece may end. */
const BETWEEN = /[\s,;"'(){}<>|]/;
/**
 * A line of the kernel in the journal, with journalctl's default or precise timestamps.
 * The kernel is the host's: its messages concern all labs and everything else on the
 * host.
 */
const OF_KERNEL =
  /^(?:\w{3} [ \d]\d [\d:]{8}|\d{4}-\d\d-\d\dT[\d:.]{8,15}[+-][\d:]{4,6}) \S+ kernel: /;

/**
 * Redacts secrets and removes messages of the host's kernel in a log that arrives in
 * pieces. Bytes that are not text do not change.
 */
export class LogRedaction {
  readonly #redactor = new Redactor();
  /** The start of an incomplete line, in pieces of any size. */
  #rest: string[] = [];
  #restLength = 0;

  /** @returns the complete lines; the last line may be held back */
  write(chunk: Uint8Array): Buffer {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
    let text = '';
    for (let from = 0; from < bytes.length; from += MOST_LINE) {
      // In latin1 each byte is one character and is restored unchanged.
      text += this.#take(bytes.toString('latin1', from, from + MOST_LINE));
    }
    return Buffer.from(text, 'latin1');
  }

  /** Call it at the end of the log; returns the rest. */
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

/** The end of a piece of a line that is too long. */
function pieceEnd(line: string): number {
  for (let end = MOST_LINE; end > MOST_LINE / 2; end--) {
    if (BETWEEN.test(line[end - 1])) {
      return end;
    }
  }
  return MOST_LINE;
}
