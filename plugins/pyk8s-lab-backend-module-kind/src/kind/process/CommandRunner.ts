import { CustomErrorBase } from '@backstage/errors';

export interface RunOptions {
  /** The whole environment: nothing is inherited from the portal. */
  readonly env: Readonly<Record<string, string>>;
  /** The time after which the command is ended. */
  readonly timeoutMs: number;
  /** Ends the command when it aborts. */
  readonly signal?: AbortSignal;
  /** The standard input of the command. */
  readonly input?: string;
  /** Called for each line of both streams. */
  readonly onLine?: (line: string) => void;
  /** The size of the end of the output that is kept, in bytes. Defaults to 256 KiB. */
  readonly maxOutputBytes?: number;
}

/** Runs commands without a shell: a file and its arguments. */
export interface CommandRunner {
  /**
   * @returns the lines of both streams in order of arrival, truncated at the start
   * @throws CommandError when the exit code is not 0
   */
  run(
    file: string,
    args: readonly string[],
    options: RunOptions,
  ): Promise<string>;
}

/** Why a command did not succeed. */
export type CommandFailure = 'not-found' | 'exit' | 'aborted' | 'timeout';

/** A failed command. The message contains no output. */
export class CommandError extends CustomErrorBase {
  name = 'CommandError' as const;
  readonly failure: CommandFailure;
  readonly argv: readonly string[];
  /** Absent when a signal ended it or it did not start. */
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
   * The output, truncated at the start. A getter, since loggers write the fields of an
   * error, and this may contain secrets.
   */
  get output(): string {
    return this.#output;
  }
}
