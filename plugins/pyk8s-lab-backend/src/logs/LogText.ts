/** Takes text of a log; no more comes until the promise settles. */
export type OnLogText = (text: string) => void | Promise<void>;

/** A longer line is emitted in chunks. */
const MAX_LINE = 65_536;

/**
 * Makes whole lines of the bytes of a log, up to a number of bytes in all.
 */
export class LogText {
  readonly #onText: OnLogText;
  readonly #decoder = new TextDecoder();
  #left: number;
  /** The beginning of a line, in pieces: each may be of one byte. */
  #rest: string[] = [];
  #restLength = 0;

  static create(options: { maxBytes: number; onText: OnLogText }): LogText {
    return new LogText(options.maxBytes, options.onText);
  }

  private constructor(maxBytes: number, onText: OnLogText) {
    this.#left = maxBytes;
    this.#onText = onText;
  }

  /** Whether the reader has stopped. */
  get isFull(): boolean {
    return this.#left <= 0;
  }

  async take(chunk: Uint8Array): Promise<void> {
    const kept = chunk.subarray(0, Math.max(0, this.#left));
    this.#left -= chunk.length;
    const added = this.#decoder.decode(kept, { stream: true });
    this.#rest.push(added);
    this.#restLength += added.length;
    if (this.#restLength <= MAX_LINE && !added.includes('\n')) {
      return;
    }
    const text = this.#rest.join('');
    const end = text.lastIndexOf('\n') + 1;
    const whole = text.length - end > MAX_LINE ? text.length : end;
    this.#rest = [text.slice(whole)];
    this.#restLength = text.length - whole;
    await this.#tell(text.slice(0, whole));
  }

  /** Tells what is left: a last line that was not ended, or not read to its end. */
  async end(): Promise<void> {
    const rest =
      this.#rest.join('') + (this.isFull ? '' : this.#decoder.decode());
    this.#rest = [];
    this.#restLength = 0;
    await this.#tell(rest);
    if (this.isFull) {
      await this.#tell(
        `${
          rest === '' ? '' : '\n'
        }… There is more: ask for fewer lines, or for less time.\n`,
      );
    }
  }

  async #tell(text: string): Promise<void> {
    if (text !== '') {
      await this.#onText(text);
    }
  }
}
