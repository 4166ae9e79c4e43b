import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findExecutable, lastLines, run } from '../../common/command.mjs';
import { TOOLS_DIR, fromRoot } from '../../common/paths.mjs';

/** The oldest Python that Schemathesis runs on. */
const PYTHON = [3, 11];
/** Names of newer versions, in case `python3` is an older one. */
const NAMES = [
  'python3',
  ...['3.14', '3.13', '3.12', '3.11'].map(version => `python${version}`),
];
const REQUIREMENTS = fromRoot('tools/test/schemathesis/requirements.txt');
const VENV = join(TOOLS_DIR, 'schemathesis');
export const MARKER = 'installed.txt';

const isUsable = `import sys, venv, ensurepip; sys.exit(sys.version_info < (${PYTHON.join(
  ', ',
)}))`;

const succeeds = async (python, args, env) =>
  (await run(python, args, { env, timeoutMs: 60_000 })).code === 0;

/** A Python that is new enough and can create virtual environments, or undefined. */
export async function findPython(env, names = NAMES) {
  for (const name of names) {
    const python = findExecutable(name, env);
    if (python && (await succeeds(python, ['-c', isUsable], env))) {
      return python;
    }
  }
  return undefined;
}

const INSTALL_MS = 5 * 60_000;

/** A virtual environment contains its path, so one that was moved does not work. */
export const markerOf = (venv, requirements) => `${venv}\n${requirements}`;

/** Whether a virtual environment is complete and has these requirements. */
export function isInstalled(venv, requirements) {
  const marker = join(venv, MARKER);
  return (
    existsSync(marker) &&
    readFileSync(marker, 'utf8') === markerOf(venv, requirements)
  );
}

async function install(python, requirements, { env, onLine }) {
  await rm(VENV, { recursive: true, force: true });
  await mkdir(TOOLS_DIR, { recursive: true });
  const ownPython = join(VENV, 'bin', 'python');
  for (const [command, ...args] of [
    [python, '-m', 'venv', VENV],
    [
      ownPython,
      '-m',
      'pip',
      '--disable-pip-version-check',
      '--no-input',
      'install',
      '--quiet',
      '--requirement',
      REQUIREMENTS,
    ],
  ]) {
    const { code, output } = await run(command, args, {
      env,
      onLine,
      background: true,
      timeoutMs: INSTALL_MS,
    });
    if (code !== 0) {
      throw new Error(
        `Schemathesis could not be installed: ${lastLines(output, 3)}`,
      );
    }
  }
  // Written last, so that an interrupted installation is repeated.
  await writeFile(join(VENV, MARKER), markerOf(VENV, requirements));
}

/**
 * Installs Schemathesis below .tools, unless it is installed.
 * @returns {Promise<string>} the Python of its environment
 */
export async function ensureSchemathesis({ env, onLine }) {
  const requirements = readFileSync(REQUIREMENTS, 'utf8');
  const python = join(VENV, 'bin', 'python');
  const ready =
    isInstalled(VENV, requirements) &&
    // The Python that created it may have been removed.
    (await succeeds(python, ['-c', 'import schemathesis'], env));
  if (!ready) {
    await install(await findPython(env), requirements, { env, onLine });
  }
  return python;
}
