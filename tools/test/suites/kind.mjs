import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { RESULTS_DIR } from '../../common/paths.mjs';
import { countJest, noCounts } from '../counts.mjs';
import { jestTimes } from '../times.mjs';
import { HOSTILE_TEST_PATTERN, KIND_TEST_PATTERN } from './testFiles.mjs';
import { readJestReport } from './unit.mjs';

/** The missing requirements of a suite on real clusters. */
export const needsDocker = ({ docker }) =>
  docker.version ? undefined : docker;

/**
 * A suite of jest's tests on real clusters, one at a time.
 * @param {{id: string, title: string, timeoutMs: number, only: string, except?: string}} options
 *   `only` and `except` are patterns of test files
 */
const onClusters = ({ only, except, ...suite }) => ({
  ...suite,
  makesClusters: true,
  needs: needsDocker,
  async run(context) {
    const file = join(RESULTS_DIR, `${suite.id}.json`);
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
        `--testPathPatterns=${only}`,
        ...(except
          ? [
              '--testPathIgnorePatterns=/node_modules/',
              `--testPathIgnorePatterns=${except}`,
            ]
          : []),
      ],
      { env: { ...context.env, PYK8S_LAB_REQUIRE_KIND: '1' } },
    );
    const report = await readJestReport(file);
    return report
      ? { ...countJest(report), times: jestTimes(report), code }
      : { ...noCounts(), code, problems: ['jest wrote no report'] };
  },
});

/** Tests on real clusters, except those of {@link hostile}. */
export const kind = onClusters({
  id: 'kind',
  title: 'Tests on real kind clusters',
  timeoutMs: 45 * 60_000,
  only: KIND_TEST_PATTERN,
  except: HOSTILE_TEST_PATTERN,
});

/** Tests with a hostile owner, who is root on the nodes of a lab. */
export const hostile = onClusters({
  id: 'hostile',
  title: 'Hostile owners, on real kind clusters',
  timeoutMs: 20 * 60_000,
  only: HOSTILE_TEST_PATTERN,
});
