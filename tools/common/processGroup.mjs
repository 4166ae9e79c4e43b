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

/** Whether a group has any process, ended or not: its number is not another's then. */
export const groupExists = group => signalGroup(group, 0);

/** Group and state of a process, from Linux's /proc; undefined when it has gone. */
function readStat(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name, in parentheses, may hold anything.
    const [state, , group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { state, group: Number(group) };
  } catch {
    return undefined;
  }
}

/**
 * Whether a process of the group runs. One that has ended and waits for its parent to notice does not:
 * in a container there may be no parent that ever will.
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
 * Ends a process group: first politely, then not. Resolves when nothing of it runs.
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
