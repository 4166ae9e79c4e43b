import { once } from 'node:events';
import { InterruptedError } from '../errors';
import type { Output } from './Io';

/** Writes, and waits while the reader is slower than the writer. */
export async function write(output: Output, text: string | Uint8Array) {
  if (!output.write(text)) {
    await once(output, 'drain');
  }
}

/**
 * The result, unless a signal comes before.
 * @param reason - what is thrown then
 */
export async function untilAborted<T>(
  result: Promise<T>,
  signal: AbortSignal,
  reason: () => unknown = () => signal.reason,
): Promise<T> {
  let stop = () => {};
  const aborted = new Promise<never>((_resolve, reject) => {
    stop = () => reject(reason());
    signal.addEventListener('abort', stop);
  });
  if (signal.aborted) {
    stop();
  }
  try {
    return await Promise.race([result, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
    // Whichever of the two is left over fails without a listener otherwise.
    aborted.catch(() => undefined);
    result.catch(() => undefined);
  }
}

/**
 * The result, unless somebody presses Ctrl-C before.
 * @throws InterruptedError
 */
export async function untilInterrupted<T>(
  result: Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  return untilAborted(result, signal, () => new InterruptedError());
}
