import type { IncomingMessage } from 'node:http';

/** How much is read of a rejected body, and for how long. */
export interface RestLimits {
  readonly maxBytes: number;
  readonly maxMs: number;
  /** Ends it whenever it aborts. */
  readonly signal?: AbortSignal;
}

/** Settles when a body has been read to its end, or that takes too much. */
export async function readRest(
  req: IncomingMessage,
  { maxBytes, maxMs, signal }: RestLimits,
): Promise<void> {
  if (req.readableEnded || req.closed || signal?.aborted) {
    return;
  }
  await new Promise<void>(resolve => {
    const timer = setTimeout(resolve, maxMs);
    const done = () => {
      clearTimeout(timer);
      resolve();
    };
    signal?.addEventListener('abort', done, { once: true });
    req.on('close', done);
    req.on('end', done);
    // Its reader has stopped, and would block it.
    req.unpipe();
    let bytes = 0;
    req.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > maxBytes) {
        req.pause();
        done();
      }
    });
    req.resume();
  });
}
