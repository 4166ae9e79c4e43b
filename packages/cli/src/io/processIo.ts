import { resolve } from 'node:path';
import type { Io } from './Io';

/** What a process ends with when Ctrl-C ended it: 128 and the signal's number. */
export const EXIT_INTERRUPTED = 130;

/**
 * The world of this process. The first Ctrl-C lets a command say what goes on
 * without it; the second ends the process at once.
 */
export function processIo(): Io {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      if (controller.signal.aborted) {
        process.exit(EXIT_INTERRUPTED);
      }
      controller.abort(name);
    });
  }
  for (const stream of [process.stdout, process.stderr]) {
    // Whoever read has enough, as with "| head".
    stream.on('error', (error: NodeJS.ErrnoException) => {
      process.exit(error.code === 'EPIPE' ? 0 : 1);
    });
  }
  return {
    // Only commands that read it touch it: it may be a shell's, which reads on.
    get stdin() {
      return process.stdin;
    },
    program: [process.execPath, resolve(process.argv[1] ?? '')],
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    signal: controller.signal,
  };
}
