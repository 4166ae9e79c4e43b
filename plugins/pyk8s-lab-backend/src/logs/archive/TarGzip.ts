import { once } from 'node:events';
import { Readable, type Writable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { constants, createGzip } from 'node:zlib';
import { toError } from '@backstage/errors';
import { pack } from 'tar-stream';
import { unlessAborted } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';

/** How often what is there is sent on while more is waited for, in milliseconds. */
const FLUSH_MS = 200;
const PADDING = Buffer.alloc(65_536);

/** What stands at the head of a file. */
export interface TarFile {
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  readonly mtime: Date;
}

/** What is in a file, in pieces. */
export type TarContent = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** Where an archive goes. */
export interface TarTarget {
  /** Is ended with the archive, and destroyed when that fails. */
  readonly output: Writable;
  readonly signal: AbortSignal;
  /** Called with what has been sent so far, in bytes. */
  readonly onSent?: (bytes: number) => void;
}

/**
 * Writes a gzipped tar archive while it is made. It takes no more than is read at
 * the other end, so that a slow reader costs bounded memory.
 */
export class TarGzip {
  /** Aborts when the archive cannot go on, as when its reader is gone. */
  readonly signal: AbortSignal;
  readonly #pack = pack();
  readonly #gzip = createGzip();
  readonly #broken = new AbortController();
  readonly #sending: Promise<void>;
  #sentBytes = 0;

  static to(target: TarTarget): TarGzip {
    return new TarGzip(target);
  }

  private constructor({ output, signal, onSent }: TarTarget) {
    this.signal = AbortSignal.any([signal, this.#broken.signal]);
    // What goes wrong is thrown by what waits for it.
    this.#pack.on('error', () => undefined);
    const count = (bytes: number) => {
      this.#sentBytes += bytes;
      onSent?.(this.#sentBytes);
    };
    this.#sending = pipeline(
      Readable.from(this.#pack),
      this.#gzip,
      async function* counted(chunks: AsyncIterable<Buffer>) {
        for await (const chunk of chunks) {
          count(chunk.byteLength);
          yield chunk;
        }
      },
      output,
      { signal },
    );
    const breakOff = (error: unknown) => {
      this.#broken.abort(error);
      this.#pack.destroy();
    };
    this.#sending.catch(breakOff);
    // The pipeline notices only when it has something to send.
    finished(output, { readable: false }).catch(breakOff);
  }

  /**
   * Writes a file of exactly its size: what is beyond is left, and what is missing
   * is filled up with zeros, since the size comes before the content.
   *
   * @returns how much of the content there was, in bytes
   */
  async file(file: TarFile, content: TarContent): Promise<number> {
    this.signal.throwIfAborted();
    let done = (_error?: Error | null) => {};
    const written = new Promise<void>((resolve, reject) => {
      done = error => (error ? reject(error) : resolve());
    });
    // It is waited for below, unless something else fails before.
    written.catch(() => undefined);
    const entry = this.#pack.entry({ ...file, type: 'file' }, done);
    entry.on('error', () => undefined);
    const write = async (chunk: Uint8Array) => {
      if (!entry.write(chunk)) {
        await once(entry, 'drain', { signal: this.signal });
      }
    };

    let missing = file.size;
    for await (const chunk of content) {
      this.signal.throwIfAborted();
      const part = chunk.subarray(0, missing);
      missing -= part.byteLength;
      await write(part);
      if (missing === 0) {
        break;
      }
    }
    const found = file.size - missing;
    while (missing > 0) {
      const part = PADDING.subarray(0, missing);
      missing -= part.byteLength;
      await write(part);
    }
    entry.end(null);
    await written;
    return found;
  }

  /** Sends on what was written, again and again, until something has come. */
  async flushUntil<T>(coming: Promise<T>): Promise<T> {
    const waiting = new AbortController();
    const flushing = this.#flush(
      AbortSignal.any([this.signal, waiting.signal]),
    ).catch(() => undefined);
    try {
      return await unlessAborted(coming, this.signal);
    } finally {
      waiting.abort();
      await flushing;
    }
  }

  /** @returns what was sent in all, in bytes, when all is sent */
  async finish(): Promise<number> {
    this.#pack.finalize();
    await this.#sending;
    return this.#sentBytes;
  }

  /** Ends what is left of an archive that failed, and waits until it has ended. */
  async abandon(error: unknown): Promise<void> {
    this.#pack.destroy(toError(error));
    await this.#sending.catch(() => undefined);
  }

  async #flush(signal: AbortSignal): Promise<void> {
    for (;;) {
      await delay(FLUSH_MS, undefined, { signal });
      await unlessAborted(
        new Promise<void>(resolve => {
          this.#gzip.flush(constants.Z_SYNC_FLUSH, resolve);
        }),
        signal,
      );
    }
  }
}
