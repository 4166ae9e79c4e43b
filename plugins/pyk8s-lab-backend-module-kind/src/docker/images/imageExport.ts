import { Transform, type Readable, type TransformCallback } from 'node:stream';
import {
  asUnavailable,
  exportBrokeOff,
  silent,
} from '../connection/unavailable';

/** What ends every tar archive: zeros. */
const END_BYTES = 1024;

/** Hands an archive on, and notices one that only looks complete. */
class CheckedArchive extends Transform {
  readonly #source: Readable;
  readonly #endpoint: string;
  readonly #silenceMs: number;
  #tail = Buffer.alloc(0);
  #timer: NodeJS.Timeout | undefined;

  constructor(source: Readable, endpoint: string, silenceMs: number) {
    super();
    this.#source = source;
    this.#endpoint = endpoint;
    this.#silenceMs = silenceMs;
    this.#listen();
  }

  override _transform(
    chunk: Buffer,
    _: BufferEncoding,
    done: TransformCallback,
  ) {
    this.#listen();
    const tail = Buffer.concat([this.#tail, chunk.subarray(-END_BYTES)]);
    this.#tail = tail.subarray(-END_BYTES);
    done(null, chunk);
  }

  override _flush(done: TransformCallback) {
    const isWhole =
      this.#tail.length === END_BYTES && this.#tail.every(byte => byte === 0);
    done(isWhole ? null : this.#cutShort());
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void) {
    clearTimeout(this.#timer);
    this.#source.destroy();
    done(error);
  }

  #listen(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      // Nothing is asked of Docker while nobody takes what has come.
      if (this.readableLength > 0 || this.writableEnded) {
        this.#listen();
      } else {
        this.destroy(silent(this.#endpoint));
      }
    }, this.#silenceMs);
  }

  /** Docker ends its answer as always when it fails, with its words at the end. */
  #cutShort(): Error {
    const words = /\{"errorDetail".*\}\s*$/.exec(this.#tail.toString())?.[0];
    const message = words === undefined ? undefined : messageIn(words);
    return message === undefined
      ? exportBrokeOff(this.#endpoint)
      : new Error(`Docker could not give the image: ${message}`);
  }
}

function messageIn(words: string): string | undefined {
  try {
    const { error } = JSON.parse(words);
    return typeof error === 'string' ? error : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The archive that Docker sends of an image. What breaks off, falls silent or is
 * not whole fails as it is read; what is destroyed also ends what Docker sends.
 *
 * @param source - Docker's answer
 */
export function checkedArchive(
  source: Readable,
  options: { endpoint: string; silenceMs: number; signal?: AbortSignal },
): Readable {
  const { endpoint, signal } = options;
  const archive = new CheckedArchive(source, endpoint, options.silenceMs);
  source.on('error', error =>
    archive.destroy(asUnavailable(error, endpoint) ?? exportBrokeOff(endpoint)),
  );
  source.on('close', () => {
    if (!source.readableEnded) {
      archive.destroy(exportBrokeOff(endpoint));
    }
  });
  const abort = () => archive.destroy(signal?.reason);
  signal?.addEventListener('abort', abort, { once: true });
  archive.on('close', () => signal?.removeEventListener('abort', abort));
  // Whoever reads it is told; it may fail before anybody does.
  archive.on('error', () => undefined);
  if (signal?.aborted) {
    abort();
  }
  return source.pipe(archive);
}
