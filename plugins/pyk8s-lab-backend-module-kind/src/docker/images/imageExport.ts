import { Transform, type Readable, type TransformCallback } from 'node:stream';
import {
  asUnavailable,
  exportInterrupted,
  silent,
} from '../connection/unavailable';

/** The zeros at the end of every tar archive. */
const END_BYTES = 1024;

/** Passes an archive on, and fails when it is truncated or stalls. */
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
    done(isWhole ? null : this.#truncated());
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void) {
    clearTimeout(this.#timer);
    this.#source.destroy();
    done(error);
  }

  #listen(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      // A slow reader is not a silent daemon.
      if (this.readableLength > 0 || this.writableEnded) {
        this.#listen();
      } else {
        this.destroy(silent(this.#endpoint));
      }
    }, this.#silenceMs);
  }

  /** When Docker fails, its response ends normally, with the error as the last bytes. */
  #truncated(): Error {
    const errorJson = /\{"errorDetail".*\}\s*$/.exec(
      this.#tail.toString(),
    )?.[0];
    const message = errorJson === undefined ? undefined : messageIn(errorJson);
    return message === undefined
      ? exportInterrupted(this.#endpoint)
      : new Error(`Docker could not give the image: ${message}`);
  }
}

function messageIn(errorJson: string): string | undefined {
  try {
    const { error } = JSON.parse(errorJson);
    return typeof error === 'string' ? error : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The archive of an image that Docker sends. Reading it fails when it is truncated or
 * stalls; destroying it also ends Docker's response.
 *
 * @param source - Docker's response
 */
export function checkedArchive(
  source: Readable,
  options: { endpoint: string; silenceMs: number; signal?: AbortSignal },
): Readable {
  const { endpoint, signal } = options;
  const archive = new CheckedArchive(source, endpoint, options.silenceMs);
  source.on('error', error =>
    archive.destroy(
      asUnavailable(error, endpoint) ?? exportInterrupted(endpoint),
    ),
  );
  source.on('close', () => {
    if (!source.readableEnded) {
      archive.destroy(exportInterrupted(endpoint));
    }
  });
  const abort = () => archive.destroy(signal?.reason);
  signal?.addEventListener('abort', abort, { once: true });
  archive.on('close', () => signal?.removeEventListener('abort', abort));
  // Prevents an unhandled error: it can fail before it is read.
  archive.on('error', () => undefined);
  if (signal?.aborted) {
    abort();
  }
  return source.pipe(archive);
}
