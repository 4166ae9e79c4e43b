/**
 * `npm test`: sets up what is missing, then runs every suite that this machine can run.
 * Its last line is `N passed, N failed`.
 */
import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import '../common/useWatchdog.mjs';
import { endAll } from '../common/command.mjs';
import { RESULTS_DIR } from '../common/paths.mjs';
import { SetupError } from '../common/SetupError.mjs';
import {
  Progress,
  bold,
  duration,
  explain,
  yellow,
} from '../common/progress.mjs';
import { prepareCode, prepareLabs } from '../setup/prepare.mjs';
import { asOneTest, summary, total } from './counts.mjs';
import { chosenLanes, runLanes } from './lanes.mjs';
import { RUN_VARIABLE, dockerSnapshot, findLeaks } from './machine/leaks.mjs';
import { parseOptions } from './options.mjs';
import { runSuite } from './runSuite.mjs';
import { STAGES } from './suites/index.mjs';
import { timeTable } from './times.mjs';

/** The time for suites to clean up after Ctrl-C. */
const STOP_WITHIN_MS = 60_000;

const SUITES = STAGES.flat(2);
const progress = new Progress();
const stopping = new AbortController();
const print = line => process.stdout.write(`${line}\n`);

/** Node and the dependencies; Docker and kind only for suites that make clusters. */
async function prepareMachine(runId, needLabs) {
  const code = { ...(await prepareCode(progress)), [RUN_VARIABLE]: runId };
  if (!needLabs) {
    return { env: code, docker: {} };
  }
  const machine = await prepareLabs(code, progress);
  const { docker, kind, env } = machine;
  if (docker.version) {
    const image = env.KIND_NODE_IMAGE ?? "kind's own node image";
    progress.info(`Docker ${docker.version}, kind ${kind}, ${image}`);
  } else {
    progress.warn(`There will be no real clusters: ${docker.why}`);
  }
  return machine;
}

async function checkLeaks({ machine, runId, dockerBefore, requireAll }) {
  const leaks = await findLeaks({ runId, dockerBefore, env: machine.env });
  // On a user's machine another program may have created a container meanwhile.
  const ours = requireAll
    ? leaks
    : leaks.filter(leak => leak.startsWith('process '));
  for (const leak of leaks) {
    print(`${yellow('!')} left behind: ${leak}`);
  }
  return {
    id: 'leaks',
    title: 'Nothing left behind',
    skipped: 0,
    ...asOneTest(ours.length === 0, ours.join(', ')),
  };
}

function report(results, leftOut, requireAll) {
  print(`\n${bold('Results')}`);
  for (const { title, passed, failed, failures, problems } of results) {
    print(
      `  ${
        failed > 0 ? '✗' : '✓'
      } ${title}: ${passed} passed, ${failed} failed`,
    );
    // Repeated at the end of a long run, where users look for them.
    [...failures, ...problems].forEach(line => print(`      ${line}`));
  }
  if (leftOut.length > 0) {
    print(`\n${bold('Left out on this machine')}`);
    for (const { title, why, remedy } of leftOut) {
      print(`  – ${title}: ${why}. To run it: ${remedy}.`);
    }
    if (requireAll) {
      print('  Nothing may be left out in this run, so each counts as failed.');
    }
  }
  print(`\nIt took ${duration(progress.elapsed())}.`);
}

async function main(options) {
  const runId = randomUUID();
  const chosen = SUITES.filter(({ id }) => options.ids.includes(id));
  const machine = await prepareMachine(
    runId,
    chosen.some(suite => suite.makesClusters),
  );
  await mkdir(RESULTS_DIR, { recursive: true });
  const dockerBefore = machine.docker.version
    ? await dockerSnapshot(machine.env)
    : undefined;

  const results = [];
  const leftOut = [];
  for (const stage of STAGES) {
    const lanes = chosenLanes(stage, new Set(chosen));
    await runLanes(lanes, async suite => {
      if (stopping.signal.aborted) {
        return;
      }
      const startedMs = progress.elapsed();
      const outcome = await runSuite(suite, {
        // The interleaved output of two lanes would be unreadable.
        live: lanes.at(-1).includes(suite),
        allowSkipped: !options.requireAll,
        machine,
        signal: stopping.signal,
      });
      const tookMs = progress.elapsed() - startedMs;
      if (outcome.result) {
        results.push({ ...outcome.result, startedMs, tookMs });
      }
      leftOut.push(...outcome.leftOut);
    });
  }
  if (stopping.signal.aborted) {
    throw new SetupError('The run was stopped.', 'start it again: npm test');
  }
  print(`\n${bold('Where the time went')}`);
  timeTable(results).forEach(line => print(`  ${line}`));
  results.push(
    await checkLeaks({
      machine,
      runId,
      dockerBefore,
      requireAll: options.requireAll,
    }),
  );
  report(results, leftOut, options.requireAll);
  const sums = total(results);
  return options.requireAll
    ? { ...sums, failed: sums.failed + leftOut.length }
    : sums;
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    if (!stopping.signal.aborted) {
      progress.warn('Stopping; what still runs is ended');
      stopping.abort();
      // Ends the suites, which then clean up.
      endAll();
      setTimeout(() => process.exit(130), STOP_WITHIN_MS).unref();
    }
  });
}

try {
  const options = parseOptions(
    process.argv.slice(2),
    SUITES.map(({ id }) => id),
    process.env,
  );
  if (options.list) {
    SUITES.forEach(({ id, title }) => print(`${id.padEnd(12)} ${title}`));
  } else {
    const sums = await main(options);
    print(summary(sums));
    process.exitCode = sums.failed > 0 ? 1 : 0;
  }
} catch (error) {
  await endAll();
  explain(error);
  print(summary({ passed: 0, failed: 1 }));
  process.exitCode = stopping.signal.aborted ? 130 : 1;
}
