import { existsSync, readFileSync } from 'node:fs';
import { findExecutable } from '../../common/command.mjs';
import { fromRoot } from '../../common/paths.mjs';
import { workspaceFolders } from '../../setup/dependencies.mjs';
import { asOneTest, noCounts } from '../counts.mjs';
import { differences, restoreTree, snapshotTree } from './tree.mjs';

/** The folders of the code that repo-tools generates from an OpenAPI file. */
const GENERATED = ['src/schema/openapi', 'src/generated'];

const packageJson = folder =>
  JSON.parse(readFileSync(fromRoot(folder, 'package.json'), 'utf8'));

/** Checks that the code generated from the OpenAPI files is up to date. */
export const openapi = {
  id: 'openapi',
  title: 'Generated API code',
  timeoutMs: 10 * 60_000,
  needs: ({ env }) =>
    findExecutable('java', env)
      ? undefined
      : {
          why: 'the OpenAPI generator needs Java',
          remedy:
            'install it: sudo apt-get install default-jre-headless, or brew install openjdk',
        },
  async run(context) {
    const folders = workspaceFolders();
    const sources = folders.filter(
      folder => packageJson(folder).scripts?.generate,
    );
    const generated = folders
      .flatMap(folder => GENERATED.map(part => `${folder}/${part}`))
      .filter(path => existsSync(fromRoot(path)));
    const counts = noCounts();
    const before = snapshotTree(generated);
    try {
      for (const folder of sources) {
        const { code, output } = await context.run(
          'yarn',
          ['--cwd', folder, 'run', 'generate'],
          {},
        );
        // The generator's exit code is 0 even if it failed.
        const ok = code === 0 && !/failed/i.test(output);
        const one = asOneTest(ok, `${folder}: the generator failed`);
        counts.passed += one.passed;
        counts.failed += one.failed;
        counts.problems.push(...one.problems);
      }
      const stale = differences(before, snapshotTree(generated));
      if (stale.length > 0) {
        counts.failed += 1;
        counts.problems.push(
          ...stale.map(file => `not up to date: ${file}`),
          'run `npm run generate` and commit what it changes',
        );
      }
    } finally {
      restoreTree(generated, before);
    }
    return counts;
  },
};
