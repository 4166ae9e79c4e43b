import { findChromium } from '../machine/chromium.mjs';
import { needsDocker } from './kind.mjs';
import { runPlaywright } from './playwright.mjs';

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
