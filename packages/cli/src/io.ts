import type { Readable, Writable } from 'node:stream';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { InterruptedError } from './errors';

/** An output, which may be a terminal. */
export type Output = Writable & {
  isTTY?: boolean;
  columns?: number;
  rows?: number;
};

/**
 * The input and output of a command. Results go to `stdout`, all other messages to
 * `stderr`.
 * @public
 */
export interface Io {
  stdin: Readable & { isTTY?: boolean };
  stdout: Output;
  stderr: Output;
  /** The command that runs this program: the absolute paths of Node.js and the script. */
  program: readonly string[];
  env: Readonly<Record<string, string | undefined>>;
  /** Aborted by Ctrl-C or when the process is asked to terminate. */
  signal: AbortSignal;
}

/** Writes with backpressure. */
export async function write(output: Output, text: string | Uint8Array) {
  if (!output.write(text)) {
    await once(output, 'drain');
  }
}

/**
 * The result of a promise, unless the signal is aborted first.
 * @param reason - the error to throw then
 */
async function untilAborted<T>(
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
    // The promise that loses the race would cause an unhandled rejection.
    aborted.catch(() => undefined);
    result.catch(() => undefined);
  }
}

/**
 * The result of a promise, unless Ctrl-C is pressed first.
 * @throws InterruptedError
 */
export async function untilInterrupted<T>(
  result: Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  return untilAborted(result, signal, () => new InterruptedError());
}

/** The exit code after Ctrl-C: 128 plus the number of SIGINT. */
const EXIT_INTERRUPTED = 130;

/**
 * The input and output of this process. The first Ctrl-C lets a command report what
 * continues without it; the second ends the process at once.
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
    // Read only by commands that need it: it may be a shell's, which reads on.
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
