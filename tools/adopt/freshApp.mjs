import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fromRoot } from '../common/paths.mjs';
import { runStep } from './runStep.mjs';

/** The version of create-app for the release in backstage.json. */
const CREATE_APP = '0.9.2';

/**
 * Resolutions of dependencies whose newer versions do not fit this release: those of
 * this portal.
 */
const RESOLUTIONS = ['@backstage/cli-common', 'better-sqlite3', 'got'];

const readJson = async file => JSON.parse(await readFile(file, 'utf8'));

/**
 * A new Backstage app, created by Backstage's `create-app`, without dependencies.
 *
 * @param {string} folder must be empty
 * @returns {Promise<string>} the folder of the app
 */
export async function createFreshApp(folder, env) {
  const creator = join(folder, 'create-app');
  await mkdir(creator, { recursive: true });
  const { resolutions } = await readJson(fromRoot('package.json'));
  await writeFile(
    join(creator, 'package.json'),
    JSON.stringify({
      private: true,
      dependencies: { '@backstage/create-app': CREATE_APP },
      overrides: {
        '@backstage/cli-common': resolutions['@backstage/cli-common'],
      },
    }),
  );
  await runStep(
    'npm',
    ['install', '--ignore-scripts', '--no-audit', '--no-fund'],
    { cwd: creator, env },
  );
  const app = join(folder, 'app');
  await runStep(
    join(creator, 'node_modules', '.bin', 'backstage-create-app'),
    ['--skip-install', '--path', app],
    { cwd: creator, env: { ...env, BACKSTAGE_APP_NAME: 'adopter' } },
  );
  await useSameTools(app, resolutions);
  return app;
}

async function useSameTools(app, resolutions) {
  const file = join(app, 'package.json');
  const root = await readJson(file);
  for (const name of RESOLUTIONS) {
    root.resolutions[name] = resolutions[name];
  }
  await writeFile(file, JSON.stringify(root, undefined, 2));
  for (const name of ['.yarnrc.yml', '.yarn/releases']) {
    await cp(fromRoot(name), join(app, name), { recursive: true });
  }
}
