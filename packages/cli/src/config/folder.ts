import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import type { Io } from '../io';

/** The home folder; undefined for a user id without an account. */
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
 * The folder for settings and credentials: `pyk8s-lab` in XDG_CONFIG_HOME or in
 * `~/.config`; undefined without either.
 */
export function configFolder(env: Io['env']): string | undefined {
  const given = env.XDG_CONFIG_HOME;
  // The XDG specification ignores relative paths.
  if (given && isAbsolute(given)) {
    return join(given, 'pyk8s-lab');
  }
  const home = homeOf(env);
  return home === undefined ? undefined : join(home, '.config', 'pyk8s-lab');
}
