import { spawn } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { setPriority } from 'node:os';
import { delimiter, join } from 'node:path';
import { eachLine } from './eachLine.mjs';
import { unwatchGroup, watchGroup } from './groupWatch.mjs';
import { endGroup, groupIsAlive } from './processGroup.mjs';

/** The end of a command's output is kept, which has the error. */
const TAIL_CHARACTERS = 64 * 1024;

/** How long the output of a process that has ended may take to arrive. */
const DRAIN_MS = 2_000;

/** From -20 (highest) to 19; the default is 0. */
const BACKGROUND_PRIORITY = 10;

/** The process groups started here that may still have members. */
const running = new Set();

/** The first executable of that name on the PATH, or undefined. */
export function findExecutable(name, env = process.env) {
  for (const folder of (env.PATH ?? '').split(delimiter)) {
    const candidate = join(folder, name);
    try {
      accessSync(candidate, constants.X_OK);
      if (folder && statSync(candidate).isFile()) {
        return candidate;
      }
    } catch {
      // Does not exist in this folder.
    }
  }
  return undefined;
}

/** Ends all process groups started here. */
export async function endAll(options) {
  await Promise.all(Array.from(running, pid => endGroup(pid, options)));
}

/** Children of the process inherit the priority. */
function lowerPriority(pid) {
  try {
    setPriority(pid, BACKGROUND_PRIORITY);
  } catch {
    // It has ended.
  }
}

/**
 * Starts a command in a process group of its own, without a shell. One in the background has a lower priority.
 * @param {string} command
 * @param {string[]} args
 * @param {{cwd?: string, env?: object, uid?: number, gid?: number, background?: boolean, onLine?: (line: string) => void}} [options]
 * @returns {{pid: number | undefined, exit: Promise<{code: number, output: string}>}}
 */
export function start(command, args, options = {}) {
  const { onLine = () => {}, background = false, ...spawnOptions } = options;
  const child = spawn(command, args, {
    ...spawnOptions,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    const lines = eachLine(line => {
      output = `${output}${line}\n`.slice(-TAIL_CHARACTERS);
      onLine(line);
    });
    stream.setEncoding('utf8');
    stream.on('data', lines.write);
    stream.on('end', lines.end);
  }
  if (child.pid) {
    running.add(child.pid);
    watchGroup(child.pid);
    if (background) {
      lowerPriority(child.pid);
    }
  }
  const exit = new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      const finish = () => {
        if (!groupIsAlive(child.pid)) {
          running.delete(child.pid);
          unwatchGroup(child.pid);
        }
        resolve({ code: code ?? 1, signal, output });
      };
      // A process left behind may keep the pipes open forever: the wait for the
      // rest of the output is limited.
      const timer = setTimeout(finish, DRAIN_MS);
      child.on('close', () => {
        clearTimeout(timer);
        finish();
      });
    });
  });
  return { pid: child.pid, exit };
}

/**
 * Runs a command to its end.
 * @returns {Promise<{code: number, output: string, timedOut: boolean}>} code 127 when the command does not exist
 */
export async function run(command, args, { timeoutMs, ...options } = {}) {
  const { pid, exit } = start(command, args, options);
  let timedOut = false;
  const timer =
    timeoutMs &&
    setTimeout(() => {
      timedOut = true;
      endGroup(pid, { graceMs: 5_000 });
    }, timeoutMs);
  try {
    return { ...(await exit), timedOut };
  } catch (error) {
    if (error.code === 'ENOENT') {
      return { code: 127, output: `${command}: not found`, timedOut };
    }
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** Longer lines, such as minified code in a stack trace, are omitted. */
const LONGEST_LINE = 400;

/** The last lines of a command's output, without overlong lines. */
export const lastLines = (output, count = 15) =>
  output
    .trimEnd()
    .split('\n')
    .slice(-count)
    .map(line => line.slice(0, LONGEST_LINE))
    .join('\n');
