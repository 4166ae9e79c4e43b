import { existsSync } from 'node:fs';
import { findExecutable, run } from '../../common/command.mjs';
import { ROOT } from '../../common/paths.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'chrome'];
const MAC_APPLICATIONS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** Playwright's own Chromium, if it has been downloaded. */
async function playwrightsOwn(env) {
  const { code, output } = await run(
    'node',
    [
      '--eval',
      "process.stdout.write(require('@playwright/test').chromium.executablePath())",
    ],
    { cwd: ROOT, env },
  );
  const path = output.trim();
  return code === 0 && existsSync(path) ? path : undefined;
}

/**
 * A Chromium for the end-to-end tests.
 * @returns {Promise<{path?: string} | undefined>} with a path unless it is Playwright's own
 */
export async function findChromium(env) {
  if (env.CHROMIUM_PATH) {
    return existsSync(env.CHROMIUM_PATH)
      ? { path: env.CHROMIUM_PATH }
      : undefined;
  }
  if (await playwrightsOwn(env)) {
    return {};
  }
  const path =
    NAMES.map(name => findExecutable(name, env)).find(Boolean) ??
    MAC_APPLICATIONS.find(existsSync);
  return path && { path };
}
