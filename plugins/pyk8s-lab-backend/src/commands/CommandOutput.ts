/** Where a command prints. */
export type OutputStream = 'stdout' | 'stderr';

/** Takes text that a command prints; no more comes until the promise settles. */
export type OnText = (
  stream: OutputStream,
  text: string,
) => void | Promise<void>;

/**
 * Makes text of what a command prints, up to a number of bytes. What comes after
 * that is left out, and the command goes on to its end.
 */
export class CommandOutput {
  readonly #onText: OnText;
  readonly #decoders = {
    stdout: new TextDecoder(),
    stderr: new TextDecoder(),
  };
  #left: number;
  #truncated = false;

  static create(options: { maxBytes: number; onText: OnText }): CommandOutput {
    return new CommandOutput(options.maxBytes, options.onText);
  }

  private constructor(maxBytes: number, onText: OnText) {
    this.#left = maxBytes;
    this.#onText = onText;
  }

  /** Whether something was left out. */
  get truncated(): boolean {
    return this.#truncated;
  }

  async take(stream: OutputStream, chunk: Uint8Array): Promise<void> {
    const kept = chunk.subarray(0, this.#left);
    this.#left -= kept.length;
    this.#truncated ||= kept.length < chunk.length;
    // A character may be in two chunks; the decoder keeps its first half.
    await this.#tell(
      stream,
      this.#decoders[stream].decode(kept, { stream: true }),
    );
  }

  /** Tells what is left of a character that was never finished. */
  async end(): Promise<void> {
    if (this.#truncated) {
      return;
    }
    await this.#tell('stdout', this.#decoders.stdout.decode());
    await this.#tell('stderr', this.#decoders.stderr.decode());
  }

  async #tell(stream: OutputStream, text: string): Promise<void> {
    if (text !== '') {
      await this.#onText(stream, text);
    }
  }
}
