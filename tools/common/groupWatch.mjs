import { spawn } from 'node:child_process';

let program;
let watchdog;

/**
 * Says where watchdog.mjs is; without it nothing is watched. This file cannot tell by
 * itself: browser tests load it as CommonJS, which has no import.meta.
 */
export function watchWith(path) {
  program = path;
}

/** One for this process, from its first child on. */
function startWatchdog() {
  const child = spawn(process.execPath, [program], {
    // In a group of its own: a signal for this process's group is not for it. Without
    // the environment, by which tests find what they have left behind.
    detached: true,
    env: {},
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  // Children run unwatched where it cannot start or was killed.
  child.on('error', () => {});
  child.stdin.on('error', () => {});
  child.unref();
  child.stdin.unref();
  return child;
}

/** Has a process group end when this process does, however that comes about. */
export function watchGroup(group) {
  if (!program) {
    return;
  }
  watchdog ??= startWatchdog();
  watchdog.stdin.write(`+${group}\n`);
}

/** For a group that has ended: its number may become another's. */
export function unwatchGroup(group) {
  watchdog?.stdin.write(`-${group}\n`);
}
