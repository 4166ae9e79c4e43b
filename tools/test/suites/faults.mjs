import { findPostgres } from '../machine/postgres.mjs';
import { needsDocker } from './kind.mjs';
import { runPlaywright } from './playwright.mjs';

/** How often a backend is killed unless PYK8S_LAB_KILL_ROUNDS says otherwise. */
const ROUNDS = 3;

/** @returns how long the suite may take, with two minutes for each further round */
export function faultsTimeoutMs({ PYK8S_LAB_KILL_ROUNDS }) {
  const rounds = Number(PYK8S_LAB_KILL_ROUNDS) || ROUNDS;
  return (50 + 2 * Math.max(0, rounds - ROUNDS)) * 60_000;
}

/** Portals that are killed, cut off and starved, on real clusters. */
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
