import type { EventEmitter } from 'node:events';
import process from 'node:process';

/**
 * Keeps a process alive, and quiet, whose output cannot be written. Backstage logs
 * uncaught exceptions, and an error of a stream that nobody listens to is one: the
 * log entry about a failed write fails as well, and so on, at full load and with
 * memory that grows.
 *
 * @param onReaderGone - called once when the reader of the output has ended, so that
 *   nothing written from now on arrives. Other errors, such as a full disk, may pass.
 */
export function guardOutput(
  onReaderGone: () => void,
  streams: readonly EventEmitter[] = [process.stdout, process.stderr],
): void {
  let isGone = false;
  const onError = (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE' && !isGone) {
      isGone = true;
      onReaderGone();
    }
  };
  streams.forEach(stream => stream.on('error', onError));
}
