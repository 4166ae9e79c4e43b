import { defineConfig } from '@playwright/test';
import base from './playwright.config';

/** Portals that are killed, cut off and starved; no browser is needed. */
export default defineConfig(base, {
  testDir: './faults',
  timeout: 15 * 60_000,
});
