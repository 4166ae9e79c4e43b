import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { RESULTS_DIR } from '../../common/paths.mjs';
import { countJest, noCounts } from '../counts.mjs';
import { jestTimes } from '../times.mjs';
import { KIND_TEST_PATTERN } from './testFiles.mjs';
import { readJestReport } from './unit.mjs';

/** What a suite on real clusters lacks on this machine. */
export const needsDocker = ({ docker }) =>
  docker.version ? undefined : docker;

/** Tests on real clusters, one at a time. */
export const kind = {
  id: 'kind',
  title: 'Tests on real kind clusters',
  makesClusters: true,
  timeoutMs: 45 * 60_000,
  needs: needsDocker,
  async run(context) {
    const file = join(RESULTS_DIR, 'kind.json');
    await rm(file, { force: true });
    const { code } = await context.run(
      'backstage-cli',
      [
        'repo',
        'test',
        '--ci',
        '--watchAll=false',
        '--runInBand',
        '--json',
        `--outputFile=${file}`,
        `--testPathPatterns=${KIND_TEST_PATTERN}`,
      ],
      { env: { ...context.env, PYK8S_LAB_REQUIRE_KIND: '1' } },
    );
    const report = await readJestReport(file);
    return report
      ? { ...countJest(report), times: jestTimes(report), code }
      : { ...noCounts(), code, problems: ['jest wrote no report'] };
  },
};
