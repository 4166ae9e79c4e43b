import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { RESULTS_DIR } from '../../common/paths.mjs';
import {
  CONNECTION_VARIABLE,
  findPostgres,
  startPostgres,
} from '../machine/postgres.mjs';
import { countByDatabase, countJest, countTap, noCounts } from '../counts.mjs';
import { jestTimes } from '../times.mjs';
import { KIND_TEST_PATTERN, testFilesNeverRun } from './testFiles.mjs';

/** Reads a report of `jest --json`; without one jest failed before it ran a test. */
export async function readJestReport(file) {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** A PostgreSQL for tests: the one in the environment, else one started for this run. */
async function providePostgres(context) {
  const given = context.env[CONNECTION_VARIABLE];
  if (given) {
    return { connection: given, stop: async () => {} };
  }
  const bin = findPostgres(context.env);
  if (!bin) {
    context.leaveOut(
      'integration on PostgreSQL',
      'PostgreSQL is not installed (the same tests ran on SQLite)',
      `install it (sudo apt-get install postgresql, or brew install postgresql), or set ${CONNECTION_VARIABLE}`,
    );
    return undefined;
  }
  const server = await startPostgres(bin, context.env);
  context.print(`PostgreSQL ${server.version} runs for these tests`);
  return server;
}

async function runJest(context, postgres) {
  const file = join(RESULTS_DIR, 'unit.json');
  await rm(file, { force: true });
  const { code } = await context.run(
    'backstage-cli',
    [
      'repo',
      'test',
      '--ci',
      '--watchAll=false',
      // Tests wait for states, which take longer on a busy machine.
      '--testTimeout=60000',
      '--json',
      `--outputFile=${file}`,
      `--testPathIgnorePatterns=/node_modules/`,
      `--testPathIgnorePatterns=${KIND_TEST_PATTERN}`,
    ],
    {
      env: {
        ...context.env,
        BACKSTAGE_TEST_DISABLE_DOCKER: '1',
        ...(postgres ? { [CONNECTION_VARIABLE]: postgres.connection } : {}),
      },
    },
  );
  const report = await readJestReport(file);
  if (!report) {
    return { ...noCounts(), code, problems: ['jest wrote no report'] };
  }
  const counts = countJest(report);
  const databases = countByDatabase(report);
  context.print(
    `tests by database: ${
      Object.entries(databases)
        .map(([name, count]) => `${name} ${count}`)
        .join(', ') || 'none'
    }`,
  );
  if (postgres && !databases.POSTGRES) {
    counts.problems.push('no test passed on PostgreSQL, though it was there');
  }
  for (const missed of testFilesNeverRun(report)) {
    counts.problems.push(`never ran: ${missed}`);
  }
  return { ...counts, times: jestTimes(report), code };
}

/** Unit and integration tests of every package. */
export const unit = {
  id: 'unit',
  title: 'Unit and integration tests',
  background: true,
  timeoutMs: 50 * 60_000,
  async run(context) {
    const postgres = await providePostgres(context);
    try {
      return await runJest(context, postgres);
    } finally {
      await postgres?.stop();
    }
  },
};

/** The tests of tools/, which need only Node. */
export const tools = {
  id: 'tools',
  title: 'Tools',
  background: true,
  timeoutMs: 5 * 60_000,
  async run(context) {
    const file = join(RESULTS_DIR, 'tools.tap');
    await rm(file, { force: true });
    const { code } = await context.run('node', [
      '--test',
      '--test-reporter=spec',
      '--test-reporter-destination=stdout',
      '--test-reporter=tap',
      `--test-reporter-destination=${file}`,
      'tools/**/*.test.mjs',
    ]);
    try {
      return { ...countTap(await readFile(file, 'utf8')), code };
    } catch {
      return { ...noCounts(), code, problems: ['node --test wrote no report'] };
    }
  },
};
