import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fromRoot } from '../common/paths.mjs';
import { readInstall } from './readInstall.mjs';
import { runStep } from './runStep.mjs';

/** Where a backend is started; what a README adds goes before it. */
const BACKEND_START = /^backend\.start\(\)/m;

/**
 * Installs packages in an app as their READMEs say, from archives in place of a
 * registry.
 *
 * @param {string} app the folder of the app
 * @param {{name: string, folder: string, archive: string}[]} packages
 * @returns {Promise<string[]>} the configuration files that READMEs ask for
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
      // A library: it comes with what needs it.
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

/** What the packages need of each other comes from the archives as well. */
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
  // A line that is there already, from another README, is not added again.
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
