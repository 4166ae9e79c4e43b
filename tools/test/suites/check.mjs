import { lastLines } from '../../common/command.mjs';
import { asOneTest, noCounts } from '../counts.mjs';

/** The number of output lines of a failed command that are repeated at the end. */
const REPEATED_LINES = 20;

/**
 * A suite of commands, each of which counts as one test.
 * @param {{id: string, title: string, needs?: Function, commands: string[][], remedy?: string}} options
 */
export const check = ({ commands, remedy, ...suite }) => ({
  ...suite,
  background: true,
  timeoutMs: 15 * 60_000,
  async run(context) {
    const counts = noCounts();
    for (const [command, ...args] of commands) {
      const { code, output, timedOut } = await context.run(command, args);
      const said = timedOut ? 'took too long' : `exit code ${code}`;
      const one = asOneTest(
        code === 0,
        `${[command, ...args].join(' ')}: ${said}`,
      );
      counts.passed += one.passed;
      counts.failed += one.failed;
      counts.problems.push(...one.problems);
      if (one.failed > 0) {
        counts.failures.push(...lastLines(output, REPEATED_LINES).split('\n'));
      }
    }
    if (counts.failed > 0 && remedy) {
      counts.problems.push(remedy);
    }
    return counts;
  },
});
