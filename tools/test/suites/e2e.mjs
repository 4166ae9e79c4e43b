import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { RESULTS_DIR, fromRoot } from '../../common/paths.mjs';
import { countPlaywright, noCounts } from '../counts.mjs';
import { findChromium } from '../machine/chromium.mjs';
import { needsDocker } from './kind.mjs';

const CONFIG = 'e2e/playwright.config.ts';

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
    if (!existsSync(fromRoot(CONFIG))) {
      return { ...noCounts(), problems: [`there is no ${CONFIG}`] };
    }
    const file = join(RESULTS_DIR, 'e2e.json');
    await rm(file, { force: true });
    const { path } = await findChromium(context.env);
    const { code } = await context.run(
      'playwright',
      ['test', `--config=${CONFIG}`, '--reporter=list,json'],
      {
        env: {
          ...context.env,
          ...(path ? { CHROMIUM_PATH: path } : {}),
          PLAYWRIGHT_JSON_OUTPUT_FILE: file,
          PLAYWRIGHT_JSON_OUTPUT_NAME: file,
          PYK8S_LAB_REQUIRE_KIND: '1',
        },
      },
    );
    try {
      const report = JSON.parse(await readFile(file, 'utf8'));
      return { ...countPlaywright(report), code };
    } catch {
      return { ...noCounts(), code, problems: ['playwright wrote no report'] };
    }
  },
};
