import { Transform, type Readable } from 'node:stream';

/** The archive of an import, as the node reads it. */
export interface ImportInput {
  readonly stream: Readable;
  /** Why the archive was truncated, once it is. */
  failure(): { readonly cause: unknown } | undefined;
}

/**
 * Passes an archive on, and truncates it when it fails or is cancelled. It does not
 * fail then: containerd's tool ends by itself with a truncated archive and cleans up,
 * which it would not when killed.
 *
 * @param onSent - called with the size of each chunk, in bytes
 */
export function importInput(
  archive: Readable,
  options: { signal: AbortSignal; onSent: (bytes: number) => void },
): ImportInput {
  const { signal, onSent } = options;
  let failure: { readonly cause: unknown } | undefined;
  const stream = new Transform({
    transform: (chunk: Buffer, _, done) => {
      onSent(chunk.length);
      done(null, chunk);
    },
  });
  const cut = (cause: unknown) => {
    failure ??= { cause };
    archive.unpipe(stream);
    stream.end();
  };
  const abort = () => cut(signal.reason);
  archive.on('error', cut);
  archive.on('close', () => {
    if (!archive.readableEnded) {
      cut(new Error('The archive is truncated.'));
    }
  });
  stream.on('close', () => {
    signal.removeEventListener('abort', abort);
    archive.destroy();
  });
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) {
    abort();
  } else {
    archive.pipe(stream);
  }
  return { stream, failure: () => failure };
}
