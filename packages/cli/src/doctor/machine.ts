import { spawn } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { InstanceStore } from '../config';
import { explainError } from '../errors';
import type { Io } from '../io';
import type { Finding } from './Check';

/** The environment of the program. */
type Environment = Pick<Io, 'env' | 'signal'>;

const LEAST_NODE = 22;
const PROGRAM_MS = 15_000;

/** The version of Node.js. */
export function checkNode(version = process.versions.node): Finding {
  const title = 'Node.js';
  return Number.parseInt(version, 10) >= LEAST_NODE
    ? { state: 'ok', title, detail: version }
    : {
        // It runs this program, so an old version is only a warning.
        state: 'hint',
        title,
        detail: `${version} is older than pyk8s is tested with`,
        remedy: `If commands fail, install Node.js ${LEAST_NODE} or newer.`,
      };
}

/** Settings and credentials on disk. */
export async function checkFiles(env: Io['env']): Promise<Finding> {
  const title = 'Settings';
  const store = InstanceStore.create(env);
  if (!store.isAvailable) {
    return {
      state: 'skip',
      title,
      detail: 'you have no home folder to keep them in',
    };
  }
  try {
    const { instances } = await store.settings();
    await store.credentials('');
    const open = (
      await Promise.all([
        isOpen(store.folder),
        isOpen(store.settingsFile),
        isOpen(store.credentialsFile),
      ])
    ).filter(path => path !== undefined);
    if (open.length > 0) {
      return {
        state: 'problem',
        title,
        detail: `others can read ${open.join(', ')}`,
        remedy: `chmod -R go= ${store.folder}`,
      };
    }
    const count = Object.keys(instances).length;
    return {
      state: 'ok',
      title,
      detail: `${store.folder}, ${count} ${count === 1 ? 'portal' : 'portals'}`,
    };
  } catch (error) {
    const { message } = explainError(error);
    return {
      state: 'problem',
      title,
      detail: message,
      remedy: 'Correct or remove the file.',
    };
  }
}

async function isOpen(path: string): Promise<string | undefined> {
  // Windows has no file modes.
  if (process.platform === 'win32') {
    return undefined;
  }
  const found = await stat(path).catch(() => undefined);
  const others = (found?.mode ?? 0) % 0o100;
  return others > 0 ? path : undefined;
}

export async function checkKubectl(io: Environment): Promise<Finding> {
  const title = 'kubectl';
  const output = await runProgram(
    io,
    'kubectl',
    'version',
    '--client',
    '-o',
    'json',
  );
  if (output === undefined) {
    return {
      state: 'hint',
      title,
      detail: 'not on the PATH',
      remedy:
        'Install it (https://kubernetes.io/docs/tasks/tools/), or work with "pyk8s cluster exec".',
    };
  }
  const version = /"gitVersion":\s*"(v[^"]+)"/.exec(output)?.[1];
  return { state: 'ok', title, detail: version ?? 'there' };
}

/** Docker, the source of images to import. */
export async function checkDocker(io: Environment): Promise<Finding> {
  const title = 'Docker';
  const output = await runProgram(
    io,
    'docker',
    'version',
    '--format',
    '{{.Server.Version}}',
  );
  return output === undefined
    ? {
        state: 'hint',
        title,
        detail: 'cannot be asked',
        remedy:
          'Only "pyk8s cluster load-image NAME IMAGE" needs it; with --archive it does not.',
      }
    : { state: 'ok', title, detail: output.trim() };
}

/** The output of a program; undefined when it is missing or fails. */
async function runProgram(
  { env, signal }: Environment,
  file: string,
  ...args: string[]
): Promise<string | undefined> {
  const child = spawn(file, args, {
    env,
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: PROGRAM_MS,
    signal,
  });
  const code = new Promise<number | null>(resolve => {
    child.once('error', () => resolve(null));
    child.once('close', resolve);
  });
  const output = await text(child.stdout).catch(() => '');
  return (await code) === 0 ? output : undefined;
}
