import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import type { Io } from '../io';

/** The home folder; undefined where there is none, as for a user id without a name. */
export function homeOf(env: Io['env']): string | undefined {
  const given = env.HOME || env.USERPROFILE;
  if (given) {
    return given;
  }
  try {
    return homedir();
  } catch {
    return undefined;
  }
}

/**
 * Where settings and credentials are kept: `pyk8s-lab` in XDG_CONFIG_HOME, or in
 * `~/.config`; undefined where there is neither.
 */
export function configFolder(env: Io['env']): string | undefined {
  const given = env.XDG_CONFIG_HOME;
  // As the specification has it, what is not absolute counts as not given.
  if (given && isAbsolute(given)) {
    return join(given, 'pyk8s-lab');
  }
  const home = homeOf(env);
  return home === undefined ? undefined : join(home, '.config', 'pyk8s-lab');
}
