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
 * @returns what the process is to end with; docs/cli.md lists the codes
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
      // It has said what is wrong.
      return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    }
    if (io.signal.aborted && !(error instanceof CliError)) {
      // Whatever was under way has been ended by it.
      return EXIT.interrupted;
    }
    const { message, exitCode } = explainError(error, context.portal);
    if (message) {
      // It may have words of the portal's, or of a program's.
      io.stderr.write(`pyk8s: ${plain(message)}\n`);
    }
    return exitCode;
  }
}
