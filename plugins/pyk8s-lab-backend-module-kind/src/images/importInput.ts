import { Transform, type Readable } from 'node:stream';

/** An archive on its way into a node. */
export interface ImportInput {
  readonly stream: Readable;
  /** Why the archive ends before its end, once it does. */
  failure(): { readonly cause: unknown } | undefined;
}

/**
 * Lets an archive through until it fails or nobody wants it any more. It only ends
 * then, and does not fail: containerd's tool ends by itself with an archive that is
 * cut off, and cleans up after itself, which it does not when it is killed.
 *
 * @param onSent - called with the size of what was let through, in bytes
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
