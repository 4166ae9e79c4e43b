import { spawn } from 'node:child_process';

let program;
let watchdog;

/**
 * Sets the path of watchdog.mjs; without it nothing is watched. This file cannot find
 * it: browser tests load it as CommonJS, which has no import.meta.
 */
export function watchWith(path) {
  program = path;
}

/** The watchdog of this process, from its first child on. */
function startWatchdog() {
  const child = spawn(process.execPath, [program], {
    // In a group of its own, so that signals to this process's group do not end it.
    // Without the environment, by which tests find leftover processes.
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

/** Ends a process group when this process ends, even if it is killed. */
export function watchGroup(group) {
  if (!program) {
    return;
  }
  watchdog ??= startWatchdog();
  watchdog.stdin.write(`+${group}\n`);
}

/** For a group that has ended: its number may be reused. */
export function unwatchGroup(group) {
  watchdog?.stdin.write(`-${group}\n`);
}
