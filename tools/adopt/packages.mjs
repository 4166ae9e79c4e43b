import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fromRoot } from '../common/paths.mjs';
import { workspaceFolders } from '../setup/dependencies.mjs';
import { runStep } from './runStep.mjs';

/**
 * Packs every public package as for publishing.
 *
 * @param {string} folder for the archives
 * @returns {Promise<{name: string, folder: string, archive: string}[]>} folder: within the repository
 */
export async function packPackages(folder, env) {
  await mkdir(folder, { recursive: true });
  const packages = [];
  for (const workspace of workspaceFolders()) {
    const { name, publishConfig } = JSON.parse(
      await readFile(fromRoot(workspace, 'package.json'), 'utf8'),
    );
    if (publishConfig) {
      packages.push({
        name,
        folder: workspace,
        archive: join(folder, `${name.replace(/\W+/g, '-')}.tgz`),
      });
    }
  }
  await runStep('tsc', ['--pretty', 'false'], { cwd: fromRoot(), env });
  for (const { folder: workspace, archive } of packages) {
    const cwd = fromRoot(workspace);
    await runStep('backstage-cli', ['package', 'build'], { cwd, env });
    await runStep('yarn', ['pack', '--out', archive], { cwd, env });
  }
  return packages;
}
