import { defineConfig } from '@playwright/test';

/** Debian's Chromium, say; Playwright's own browser unless set. */
const executablePath = process.env.CHROMIUM_PATH || undefined;

export default defineConfig({
  testDir: './tests',
  globalSetup: './support/builtApp.ts',
  outputDir: '../.tools/e2e-results',
  // Each journey makes clusters, and the machine has only so much room.
  workers: 1,
  fullyParallel: false,
  // A journey that passes only when repeated does not pass.
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  // Making a cluster takes half a minute where nothing else runs.
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
