import { asOneTest } from '../counts.mjs';

/**
 * A suite that is a list of commands, each of which passes or fails as a whole.
 * @param {{id: string, title: string, after?: string, needs?: Function, commands: string[][], remedy?: string}} options
 */
export const check = ({ commands, remedy, ...suite }) => ({
  ...suite,
  timeoutMs: 15 * 60_000,
  async run(context) {
    const counts = { passed: 0, failed: 0, skipped: 0, problems: [] };
    for (const [command, ...args] of commands) {
      const { code, timedOut } = await context.run(command, args);
      const said = timedOut ? 'took too long' : `exit code ${code}`;
      const one = asOneTest(
        code === 0,
        `${[command, ...args].join(' ')}: ${said}`,
      );
      counts.passed += one.passed;
      counts.failed += one.failed;
      counts.problems.push(...one.problems);
    }
    if (counts.failed > 0 && remedy) {
      counts.problems.push(remedy);
    }
    return counts;
  },
});
