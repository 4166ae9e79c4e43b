import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { lastLines, start } from '../common/command.mjs';
import { endGroup } from '../common/processGroup.mjs';
import { LOGS_DIR, ROOT } from '../common/paths.mjs';
import { bold, duration, green, red, yellow } from '../common/progress.mjs';
import { judge, noCounts } from './counts.mjs';

const SHOWN_ON_FAILURE = 80;

const print = line => process.stdout.write(`${line}\n`);

/** `12 passed, 1 failed, 2 skipped` */
const countsInWords = ({ passed, failed, skipped }) =>
  [
    `${passed} passed`,
    failed && `${failed} failed`,
    skipped && `${skipped} skipped`,
  ]
    .filter(Boolean)
    .join(', ');

/** The context of a suite. */
function suiteContext({ machine, suite, say, leftOut, signal }) {
  const deadline = Date.now() + suite.timeoutMs;
  return {
    ...machine,
    print: say,
    leaveOut: (title, why, remedy) => leftOut.push({ title, why, remedy }),
    run: async (command, args, { env = machine.env, cwd = ROOT } = {}) => {
      if (signal.aborted) {
        throw new Error('the run was stopped');
      }
      const { pid, exit } = start(command, args, {
        cwd,
        env,
        background: suite.background,
        onLine: say,
      });
      let timedOut = false;
      const timer = setTimeout(() => {
        timedOut = true;
        say(`ended after ${duration(suite.timeoutMs)}: it took too long`);
        endGroup(pid, { graceMs: 5_000 });
      }, Math.max(0, deadline - Date.now()));
      const result = await exit;
      clearTimeout(timer);
      return { ...result, timedOut };
    },
  };
}

/**
 * Runs one suite and prints its result.
 * @param {{live: boolean, allowSkipped: boolean, machine: object, signal: AbortSignal}} options `live` shows the output immediately, else only that of a failure
 * @returns {Promise<{result?: object, leftOut: object[]}>} no result when the suite cannot run on this machine
 */
export async function runSuite(suite, { live, allowSkipped, machine, signal }) {
  const began = Date.now();
  const output = [];
  const leftOut = [];
  const say = line => {
    output.push(line);
    if (live) {
      print(line);
    }
  };
  const context = suiteContext({ machine, suite, say, leftOut, signal });
  const missing = await suite.needs?.(context);
  if (missing) {
    print(`${yellow('–')} ${bold(suite.title)} left out: ${missing.why}`);
    return { leftOut: [{ title: suite.title, ...missing }] };
  }
  if (live) {
    print(`\n${bold(`━━ ${suite.title}`)}`);
  }
  const counts = await suite.run(context).catch(error => ({
    ...noCounts(),
    problems: [error.message],
  }));
  const result = {
    id: suite.id,
    title: suite.title,
    ...judge(counts, { code: counts.code, allowSkipped }),
  };
  const log = join(LOGS_DIR, `${suite.id}.log`);
  await mkdir(LOGS_DIR, { recursive: true });
  await writeFile(log, `${output.join('\n')}\n`);
  if (result.failed > 0 && !live) {
    print(`\n${bold(`━━ ${suite.title}`)}`);
    print(lastLines(output.join('\n'), SHOWN_ON_FAILURE));
  }
  const mark = result.failed > 0 ? red('✗') : green('✓');
  print(
    `${mark} ${bold(suite.title)}: ${countsInWords(result)} (${duration(
      Date.now() - began,
    )})`,
  );
  result.problems.forEach(problem => print(`    ${problem}`));
  if (result.failed > 0) {
    print(`    the whole output: ${log}`);
  }
  return { result, leftOut };
}
