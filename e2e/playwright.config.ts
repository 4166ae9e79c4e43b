import { defineConfig } from '@playwright/test';

/** Such as Debian's Chromium; defaults to Playwright's own browser. */
const executablePath = process.env.CHROMIUM_PATH || undefined;

export default defineConfig({
  testDir: './tests',
  globalSetup: './support/builtApp.ts',
  outputDir: '../.tools/e2e-results',
  // Each journey creates clusters, and the machine has limited memory.
  workers: 1,
  fullyParallel: false,
  // A journey that passes only when repeated does not pass.
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  // Creating a cluster takes half a minute on an idle machine.
  timeout: 6 * 60_000,
  expect: { timeout: 20_000 },
  use: {
    actionTimeout: 20_000,
    viewport: { width: 1280, height: 900 },
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
        '--no-first-run',
      ],
    },
  },
});
