/**
 * What a server sends piece by piece, controlled by a test.
 * @public
 */
export class FakeFrames<T> {
  readonly #queue: T[] = [];
  #end: { error?: Error } | undefined;
  #wake = () => {};

  constructor(signal?: AbortSignal) {
    signal?.addEventListener('abort', () => this.break(new Error('aborted')));
  }

  /** The server sends frames. */
  push(...frames: T[]) {
    this.#queue.push(...frames);
    this.#wake();
  }

  /** The connection breaks, or ends properly when there is no error. */
  break(error?: Error) {
    this.#end ??= { error };
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T> {
    for (;;) {
      // Checked again after each: another may have come meanwhile.
      while (this.#queue.length > 0) {
        yield this.#queue.shift()!;
      }
      if (this.#end?.error) {
        throw this.#end.error;
      }
      if (this.#end) {
        return;
      }
      await new Promise<void>(resolve => {
        this.#wake = resolve;
      });
    }
  }
}
