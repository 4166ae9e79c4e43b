import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import type { Io } from '../io';

/** The home folder, as the environment has it. */
export function homeOf(env: Io['env']): string {
  return env.HOME || env.USERPROFILE || homedir();
}

/**
 * Where settings and credentials are kept: `pyk8s-lab` in XDG_CONFIG_HOME, or in
 * `~/.config`.
 */
export function configFolder(env: Io['env']): string {
  const given = env.XDG_CONFIG_HOME;
  // As the specification has it, what is not absolute counts as not given.
  const root =
    given && isAbsolute(given) ? given : join(homeOf(env), '.config');
  return join(root, 'pyk8s-lab');
}
