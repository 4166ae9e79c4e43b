import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ROOT } from '../../common/paths.mjs';
import { workspaceFolders } from '../../setup/dependencies.mjs';

/** Tests that need Docker and create real clusters. */
export const KIND_TEST_PATTERN = '\\.kind\\.test\\.tsx?$';

/** Those with a hostile owner of a lab. */
export const HOSTILE_TEST_PATTERN = '/hostile\\.kind\\.test\\.tsx?$';

const TEST_FILE = /\.test\.(ts|tsx|js|jsx|mts|cts|mjs|cjs)$/;
const NOT_SOURCE = new Set(['node_modules', 'dist', 'dist-types', 'coverage']);

function* filesBelow(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && !NOT_SOURCE.has(entry.name)) {
      yield* filesBelow(path);
    } else if (entry.isFile()) {
      yield path;
    }
  }
}

/** Every test file of the packages that jest runs, relative to the root. */
export function testFiles(root = ROOT) {
  return workspaceFolders(root)
    .flatMap(folder => Array.from(filesBelow(join(root, folder))))
    .filter(file => TEST_FILE.test(file))
    .map(file => relative(root, file));
}

/** The test files of jest, without those on real clusters, that are missing in a report. */
export function testFilesNeverRun(report, files = testFiles(), root = ROOT) {
  const ran = new Set(
    report.testResults.map(({ name }) => relative(root, name)),
  );
  const isKindTest = new RegExp(KIND_TEST_PATTERN);
  return files.filter(file => !isKindTest.test(file) && !ran.has(file));
}
