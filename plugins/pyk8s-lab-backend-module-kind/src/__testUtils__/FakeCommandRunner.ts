import {
  CommandError,
  type CommandRunner,
  type RunOptions,
} from '../kind/process/CommandRunner';

/** A command that was run. */
export interface RanCommand {
  readonly file: string;
  readonly args: readonly string[];
  readonly options: RunOptions;
}

/** Simulates a command: returns its output, or throws its error. */
export type Script = (command: RanCommand) => string | Promise<string>;

/**
 * Runs scripts instead of commands. A script is selected by the start of the command
 * line, such as `kind create`; a command without a script prints nothing.
 */
export class FakeCommandRunner implements CommandRunner {
  readonly ran: RanCommand[] = [];
  readonly #scripts = new Map<string, Script>();

  on(command: string, script: Script): this {
    this.#scripts.set(command, script);
    return this;
  }

  async run(
    file: string,
    args: readonly string[],
    options: RunOptions,
  ): Promise<string> {
    const command: RanCommand = { file, args, options };
    this.ran.push(command);
    const line = [file, ...args].join(' ');
    for (const [beginning, script] of this.#scripts) {
      if (line.startsWith(beginning)) {
        return script(command);
      }
    }
    return '';
  }

  /** The command lines with a prefix. */
  lines(beginning: string): string[] {
    return this.ran
      .map(({ file, args }) => [file, ...args].join(' '))
      .filter(line => line.startsWith(beginning));
  }
}

/** Replays the recorded output of kind, and fails as it did. */
export function failingWith(output: string): Script {
  return ({ file, args, options }) => {
    output.split('\n').forEach(line => options.onLine?.(line));
    throw new CommandError({
      failure: 'exit',
      argv: [file, ...args],
      detail: 'failed with exit code 1',
      exitCode: 1,
      output,
    });
  };
}

/** For a command that is not installed. */
export const missing: Script = ({ file, args }) => {
  throw new CommandError({
    failure: 'not-found',
    argv: [file, ...args],
    detail: `cannot be started: spawn ${file} ENOENT`,
  });
};
