import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { lastLines, run } from '../common/command.mjs';
import { LOGS_DIR, ROOT, TOOLS_BIN, fromRoot } from '../common/paths.mjs';
import { SetupError } from '../common/SetupError.mjs';

/** Inside node_modules, so that it is deleted with them. */
const STAMP = 'node_modules/.installed-from';

const INSTALL_FIELDS = [
  'name',
  'version',
  'bin',
  'workspaces',
  'dependencies',
  'devDependencies',
  'peerDependencies',
  'peerDependenciesMeta',
  'optionalDependencies',
  'resolutions',
];

/** The yarn release that is in the repository. */
export function yarnRelease(root = ROOT) {
  const settings = readFileSync(join(root, '.yarnrc.yml'), 'utf8');
  const path = /^yarnPath:\s*(\S+)/m.exec(settings)?.[1];
  if (!path || !existsSync(join(root, path))) {
    throw new SetupError(
      'The yarn release that .yarnrc.yml names is not in the checkout.',
      'restore it with: git checkout .yarn .yarnrc.yml',
    );
  }
  return join(root, path);
}

/** The folders of the packages that the root package.json lists as workspaces. */
export function workspaceFolders(root = ROOT) {
  const { workspaces } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  );
  return workspaces.flatMap(pattern => {
    const parent = pattern.replace(/\/\*$/, '');
    if (!existsSync(join(root, parent))) {
      return [];
    }
    return readdirSync(join(root, parent))
      .sort()
      .map(name => `${parent}/${name}`)
      .filter(folder => existsSync(join(root, folder, 'package.json')));
  });
}

/** The fields of package.json that an install depends on. */
function installFields(text) {
  const fields = JSON.parse(text);
  return JSON.stringify(INSTALL_FIELDS.map(name => fields[name] ?? null));
}

/** Changes whenever an install could have another result. */
export function fingerprint(root = ROOT) {
  const read = file => readFileSync(join(root, file), 'utf8');
  const parts = [
    `${process.platform}-${process.arch}`,
    read('yarn.lock'),
    read('.yarnrc.yml'),
    installFields(read('package.json')),
    ...workspaceFolders(root).flatMap(folder => [
      folder,
      installFields(read(`${folder}/package.json`)),
    ]),
  ];
  return createHash('sha256').update(parts.join('\0')).digest('hex');
}

function isInstalled() {
  try {
    return readFileSync(fromRoot(STAMP), 'utf8') === fingerprint();
  } catch {
    return false;
  }
}

/** The remedy for a failed install, by yarn's output. */
export function installRemedy(output) {
  if (/YN0028/.test(output)) {
    return 'yarn.lock does not fit the package.json files: run `npm run yarn install`, and commit yarn.lock.';
  }
  if (/ENOSPC/.test(output)) {
    return 'the disk is full: make some 3 GB free, then try again.';
  }
  if (
    /ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|RequestError/.test(
      output,
    )
  ) {
    return 'the npm registry could not be reached: check the network and proxy settings, then try again.';
  }
  return 'read the lines above; the whole output is in .tools/logs/install.log.';
}

/** Provides `yarn` for the scripts of packages. */
export async function ensureYarn() {
  const release = yarnRelease();
  await mkdir(TOOLS_BIN, { recursive: true });
  const command = join(TOOLS_BIN, 'yarn');
  const quoted = `'${release.replace(/'/g, `'\\''`)}'`;
  await writeFile(command, `#!/bin/sh\nexec node ${quoted} "$@"\n`, {
    mode: 0o755,
  });
}

/** Installs the dependencies of yarn.lock unless they are up to date. */
export async function ensureDependencies(env, progress) {
  if (isInstalled()) {
    return;
  }
  progress.info(
    existsSync(fromRoot('node_modules'))
      ? 'Dependencies: they changed; installing'
      : 'Dependencies: installing (the first time takes some minutes)',
  );
  const { code, output } = await run(
    'node',
    [yarnRelease(), 'install', '--immutable'],
    {
      cwd: ROOT,
      env,
    },
  );
  await mkdir(LOGS_DIR, { recursive: true });
  await writeFile(join(LOGS_DIR, 'install.log'), output);
  if (code !== 0) {
    throw new SetupError(
      'Installing the dependencies failed.',
      installRemedy(output),
      lastLines(output),
    );
  }
  await writeFile(fromRoot(STAMP), fingerprint());
  progress.done('Dependencies are installed');
}
