const FIRST_BYTES = 16 * 2 ** 10;

/**
 * Collects bytes up to a limit. They are copied: each chunk of a socket holds on to
 * the whole piece of memory that it was read into, however short it is.
 * @public
 */
export class GrowingBuffer {
  readonly #maxBytes: number;
  #buffer: Buffer = Buffer.alloc(0);
  #length = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** @returns false when there would be more than the limit */
  append(chunk: Uint8Array): boolean {
    const length = this.#length + chunk.length;
    if (length > this.#maxBytes) {
      return false;
    }
    if (length > this.#buffer.length) {
      const grown = Buffer.alloc(
        Math.min(
          this.#maxBytes,
          Math.max(FIRST_BYTES, length, 2 * this.#buffer.length),
        ),
      );
      this.#buffer.copy(grown, 0, 0, this.#length);
      this.#buffer = grown;
    }
    this.#buffer.set(chunk, this.#length);
    this.#length = length;
    return true;
  }

  get bytes(): Buffer {
    return this.#buffer.subarray(0, this.#length);
  }
}
