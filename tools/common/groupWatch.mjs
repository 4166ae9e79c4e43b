import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const WATCHDOG = fileURLToPath(new URL('./watchdog.mjs', import.meta.url));

let watchdog;

/** One for this process, from its first child on. */
function startWatchdog() {
  const child = spawn(process.execPath, [WATCHDOG], {
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
  watchdog ??= startWatchdog();
  watchdog.stdin.write(`+${group}\n`);
}

/** For a group that has ended: its number may become another's. */
export function unwatchGroup(group) {
  watchdog?.stdin.write(`-${group}\n`);
}
