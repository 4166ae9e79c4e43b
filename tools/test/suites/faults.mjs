import { findPostgres } from '../machine/postgres.mjs';
import { needsDocker } from './kind.mjs';
import { runPlaywright } from './playwright.mjs';

/** Portals that are killed, cut off and starved, on real clusters. */
export const faults = {
  id: 'faults',
  title: 'Faults, on real clusters',
  makesClusters: true,
  timeoutMs: 50 * 60_000,
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
