import { lastLines, run } from '../common/command.mjs';
import { SetupError } from '../common/SetupError.mjs';

/**
 * Runs a command that must succeed.
 * @returns {Promise<string>} its output
 * @throws SetupError with its last lines
 */
export async function runStep(command, args, options) {
  const { code, output } = await run(command, args, options);
  if (code !== 0) {
    throw new SetupError(
      `${[command, ...args].join(' ').slice(0, 200)} ended with ${code}.`,
      'read its output, fix the problem, and try again.',
      lastLines(output, 40),
    );
  }
  return output;
}
