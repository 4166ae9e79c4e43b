import { readFileSync, readdirSync } from 'node:fs';

/** How long a process may take to end after SIGINT, and then after SIGTERM, before it is killed. */
const GRACE_MS = 15_000;

const LOOK_EVERY_MS = 50;

/** Sends a signal to a group; false when no process of it is left. */
function signalGroup(group, signal) {
  try {
    process.kill(-group, signal);
    return true;
  } catch {
    return false;
  }
}

/** Whether a group has any process, ended or not: then its number is not reused. */
export const groupExists = group => signalGroup(group, 0);

/** Group and state of a process, from Linux's /proc; undefined when it has ended. */
function readStat(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name, in parentheses, may contain anything.
    const [state, , group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { state, group: Number(group) };
  } catch {
    return undefined;
  }
}

/**
 * Whether a process of the group runs. A zombie does not count: in a container its parent may never
 * wait for it.
 */
export function groupIsAlive(group) {
  if (!signalGroup(group, 0)) {
    return false;
  }
  if (process.platform !== 'linux') {
    return true;
  }
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .map(readStat)
    .some(stat => stat?.group === group && stat.state !== 'Z');
}

/**
 * Ends a process group: with SIGINT, SIGTERM and then SIGKILL. Resolves when no process of it runs.
 * @param {number} group the leader's process id
 */
export async function endGroup(group, { graceMs = GRACE_MS } = {}) {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGKILL']) {
    signalGroup(group, signal);
    const until = Date.now() + graceMs;
    while (groupIsAlive(group)) {
      if (Date.now() > until) {
        break;
      }
      await new Promise(resolve => setTimeout(resolve, LOOK_EVERY_MS));
    }
    if (!groupIsAlive(group)) {
      return;
    }
  }
}
