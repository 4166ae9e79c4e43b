import { CustomErrorBase } from '@backstage/errors';

/** How a command is run. */
export interface RunOptions {
  /** The whole environment: nothing else of the portal's own is passed on. */
  readonly env: Readonly<Record<string, string>>;
  /** After this time the command is ended. */
  readonly timeoutMs: number;
  /** Ends the command when it aborts. */
  readonly signal?: AbortSignal;
  /** What the command reads from its standard input. */
  readonly input?: string;
  /** Called for each line on either output, as it comes. */
  readonly onLine?: (line: string) => void;
  /** How many bytes of output are kept, from its end. Defaults to 256 KiB. */
  readonly maxOutputBytes?: number;
}

/** Runs commands: a file and its arguments, never a shell's line. */
export interface CommandRunner {
  /**
   * @returns both outputs, line by line as they came, cut at the front if too long
   * @throws CommandError when the command does not end with exit code 0
   */
  run(
    file: string,
    args: readonly string[],
    options: RunOptions,
  ): Promise<string>;
}

/** Why a command did not succeed. */
export type CommandFailure = 'not-found' | 'exit' | 'aborted' | 'timeout';

/** A command that did not succeed. The message holds none of its output. */
export class CommandError extends CustomErrorBase {
  name = 'CommandError' as const;
  readonly failure: CommandFailure;
  readonly argv: readonly string[];
  /** Absent when a signal ended it, or it never began. */
  readonly exitCode?: number;
  readonly #output: string;

  constructor(options: {
    failure: CommandFailure;
    argv: readonly string[];
    detail: string;
    exitCode?: number;
    output?: string;
  }) {
    super(`"${options.argv.join(' ')}" ${options.detail}`);
    this.failure = options.failure;
    this.argv = options.argv;
    this.exitCode = options.exitCode;
    this.#output = options.output ?? '';
  }

  /**
   * What it printed, cut at the front if too long. A getter, since loggers write
   * out the fields of an error, and this may hold secrets.
   */
  get output(): string {
    return this.#output;
  }
}
