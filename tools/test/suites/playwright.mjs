import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { RESULTS_DIR, fromRoot } from '../../common/paths.mjs';
import { findChromium } from '../machine/chromium.mjs';
import { findPostgres } from '../machine/postgres.mjs';
import { countPlaywright, noCounts } from '../counts.mjs';
import { playwrightTimes } from '../times.mjs';
import { needsDocker } from './kind.mjs';

/** Runs the tests of a Playwright config, and counts them. */
async function runPlaywright(context, { id, config, env }) {
  if (!existsSync(fromRoot(config))) {
    return { ...noCounts(), problems: [`there is no ${config}`] };
  }
  const file = join(RESULTS_DIR, `${id}.json`);
  await rm(file, { force: true });
  const { code } = await context.run(
    'playwright',
    ['test', `--config=${config}`, '--reporter=list,json'],
    {
      env: {
        ...context.env,
        ...env,
        PLAYWRIGHT_JSON_OUTPUT_FILE: file,
        PLAYWRIGHT_JSON_OUTPUT_NAME: file,
        PYK8S_LAB_REQUIRE_KIND: '1',
      },
    },
  );
  try {
    const report = JSON.parse(await readFile(file, 'utf8'));
    return {
      ...countPlaywright(report),
      times: playwrightTimes(report),
      code,
    };
  } catch {
    return { ...noCounts(), code, problems: ['playwright wrote no report'] };
  }
}

/** Journeys through the portal in a browser, on a real cluster. */
export const e2e = {
  id: 'e2e',
  title: 'End to end in a browser',
  makesClusters: true,
  timeoutMs: 40 * 60_000,
  async needs(context) {
    if (!(await findChromium(context.env))) {
      return {
        why: 'there is no Chromium',
        remedy:
          'install it: sudo apt-get install chromium, or npx playwright install chromium',
      };
    }
    return needsDocker(context);
  },
  async run(context) {
    const { path } = await findChromium(context.env);
    return runPlaywright(context, {
      id: 'e2e',
      config: 'e2e/playwright.config.ts',
      env: path ? { CHROMIUM_PATH: path } : {},
    });
  },
};

/** The default of PYK8S_LAB_KILL_ROUNDS: how often a backend is killed. */
const ROUNDS = 3;

/** @returns the timeout of the suite, with two minutes for each further round */
export function faultsTimeoutMs({ PYK8S_LAB_KILL_ROUNDS }) {
  const rounds = Number(PYK8S_LAB_KILL_ROUNDS) || ROUNDS;
  return (50 + 2 * Math.max(0, rounds - ROUNDS)) * 60_000;
}

/** Portals that are killed, disconnected and short of resources, on real clusters. */
export const faults = {
  id: 'faults',
  title: 'Faults, on real clusters',
  makesClusters: true,
  timeoutMs: faultsTimeoutMs(process.env),
  async needs(context) {
    if (!findPostgres(context.env)) {
      return {
        why: 'PostgreSQL is not installed',
        remedy:
          'install it: sudo apt-get install postgresql, or brew install postgresql',
      };
    }
    return needsDocker(context);
  },
  run: context =>
    runPlaywright(context, {
      id: 'faults',
      config: 'e2e/playwright.faults.config.ts',
      env: {},
    }),
};
