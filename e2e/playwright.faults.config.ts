import { defineConfig } from '@playwright/test';
import { randomInt } from 'node:crypto';
import base from './playwright.config';

// Read again by each worker process, which inherits the environment.
process.env.PYK8S_LAB_KILL_SEED ??= String(randomInt(1, 1e6));

/** Portals that are killed, cut off and starved; no browser is needed. */
export default defineConfig({
  ...base,
  globalSetup: undefined,
  testDir: './faults',
  timeout: 15 * 60_000,
});
