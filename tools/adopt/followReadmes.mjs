import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fromRoot } from '../common/paths.mjs';
import { readInstall } from './readInstall.mjs';
import { runStep } from './runStep.mjs';

/** The call that starts a backend; code of READMEs is inserted before it. */
const BACKEND_START = /^backend\.start\(\)/m;

/**
 * Installs packages in an app as their READMEs say, from archives instead of a
 * registry.
 *
 * @param {string} app the folder of the app
 * @param {{name: string, folder: string, archive: string}[]} packages
 * @returns {Promise<string[]>} the configuration files of the READMEs
 * @throws SetupError or Error naming the README that could not be followed
 */
export async function followReadmes(app, packages, env) {
  await takeArchives(app, packages);
  const archiveOf = new Map(
    packages.map(({ name, archive }) => [name, archive]),
  );
  const configs = [];
  for (const { name, folder } of packages) {
    const file = fromRoot(folder, 'README.md');
    const text = await readFile(file, 'utf8');
    if (!/^## Install/m.test(text)) {
      // A library is installed with its dependents.
      continue;
    }
    const steps = readStepsOf(name, text);
    for (const add of steps.add) {
      const wanted = add.packages.map(wantedName =>
        archiveOf.has(wantedName)
          ? `${wantedName}@file:${archiveOf.get(wantedName)}`
          : wantedName,
      );
      await runStep('yarn', ['--cwd', add.folder, 'add', ...wanted], {
        cwd: app,
        env,
      });
    }
    for (const { file: target, text: code } of steps.code) {
      await addCode(join(app, target), code);
    }
    for (const config of steps.config) {
      const path = join(app, `app-config.readme-${configs.length}.yaml`);
      await writeFile(path, config);
      configs.push(path);
    }
  }
  return configs;
}

function readStepsOf(name, text) {
  try {
    return readInstall(text);
  } catch (error) {
    throw new Error(`The README of ${name}: ${error.message}`, {
      cause: error,
    });
  }
}

/** Dependencies between the packages are resolved to the archives, too. */
async function takeArchives(app, packages) {
  const file = join(app, 'package.json');
  const root = JSON.parse(await readFile(file, 'utf8'));
  for (const { name, archive } of packages) {
    root.resolutions[name] = `file:${archive}`;
  }
  await writeFile(file, JSON.stringify(root, undefined, 2));
}

async function addCode(file, code) {
  const text = await readFile(file, 'utf8');
  // Lines that another README has added are not repeated.
  const known = new Set(text.split('\n').map(line => line.trim()));
  if (code.split('\n').every(line => !line.trim() || known.has(line.trim()))) {
    return;
  }
  await writeFile(
    file,
    BACKEND_START.test(text)
      ? text.replace(BACKEND_START, start => `${code}\n${start}`)
      : code,
  );
}
