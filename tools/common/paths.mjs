import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the repository; its path may contain spaces. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(
  /\/$/,
  '',
);

/** Downloads and files of the tools; not in git, safe to delete. */
export const TOOLS_DIR = join(ROOT, '.tools');
export const TOOLS_BIN = join(TOOLS_DIR, 'bin');
export const LOGS_DIR = join(TOOLS_DIR, 'logs');
export const RESULTS_DIR = join(TOOLS_DIR, 'test-results');

/** A path inside the repository. */
export const fromRoot = (...parts) => join(ROOT, ...parts);

/** Written by tools/lab-host for the machine and shared by all checkouts. */
export const labHostFile = (env = process.env) =>
  join(
    env.XDG_CONFIG_HOME || join(env.HOME || homedir(), '.config'),
    'pyk8s-lab',
    'lab-host.env',
  );
