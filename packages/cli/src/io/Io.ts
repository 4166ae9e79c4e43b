import type { Readable, Writable } from 'node:stream';

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
