import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { RESULTS_DIR } from '../../common/paths.mjs';
import { countTap, noCounts } from '../counts.mjs';

/** The tests of tools/ themselves, which need nothing but Node. */
export const tools = {
  id: 'tools',
  title: 'Tools',
  background: true,
  timeoutMs: 5 * 60_000,
  async run(context) {
    const file = join(RESULTS_DIR, 'tools.tap');
    await rm(file, { force: true });
    const { code } = await context.run('node', [
      '--test',
      '--test-reporter=spec',
      '--test-reporter-destination=stdout',
      '--test-reporter=tap',
      `--test-reporter-destination=${file}`,
      'tools/**/*.test.mjs',
    ]);
    try {
      return { ...countTap(await readFile(file, 'utf8')), code };
    } catch {
      return { ...noCounts(), code, problems: ['node --test wrote no report'] };
    }
  },
};
