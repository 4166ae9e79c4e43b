import { CommanderError } from 'commander';
import type { CommandContext } from './commands/CommandContext';
import { createProgram } from './commands/program';
import { CliError, EXIT, explainError } from './errors';
import type { Io } from './io';
import { plain } from './output';

/**
 * Runs one command line.
 *
 * @param argv - the arguments, without `node` and the script
 * @returns the exit code; docs/cli.md lists them
 * @public
 */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  const context: CommandContext = { io, exitCode: EXIT.ok };
  try {
    const program = createProgram(context);
    if (argv.length === 0) {
      program.outputHelp();
      return EXIT.ok;
    }
    await program.parseAsync(argv, { from: 'user' });
    return context.exitCode;
  } catch (error) {
    if (error instanceof CommanderError) {
      // Commander has printed the error.
      return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    }
    if (io.signal.aborted && !(error instanceof CliError)) {
      // The signal has aborted the command.
      return EXIT.interrupted;
    }
    const { message, exitCode } = explainError(error, context.portal);
    if (message) {
      // The message may contain text of the portal or of a program.
      io.stderr.write(`pyk8s: ${plain(message)}\n`);
    }
    return exitCode;
  }
}
