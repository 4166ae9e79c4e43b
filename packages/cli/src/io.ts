import type { Readable, Writable } from 'node:stream';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { InterruptedError } from './errors';

/** What is written to, which may be a terminal. */
export type Output = Writable & {
  isTTY?: boolean;
  columns?: number;
  rows?: number;
};

/**
 * What a command has of the world. Results go to `stdout`, everything else that
 * people read to `stderr`.
 * @public
 */
export interface Io {
  stdin: Readable & { isTTY?: boolean };
  stdout: Output;
  stderr: Output;
  /** What runs this program again: the absolute paths of Node.js and the script. */
  program: readonly string[];
  env: Readonly<Record<string, string | undefined>>;
  /** Aborted when somebody presses Ctrl-C, or the process is to end. */
  signal: AbortSignal;
}

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
    // The promise that loses the race would reject unhandled otherwise.
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

/** What a process ends with when Ctrl-C ended it: 128 and the signal's number. */
const EXIT_INTERRUPTED = 130;

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
    // The reader has closed the pipe, as with "| head".
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
