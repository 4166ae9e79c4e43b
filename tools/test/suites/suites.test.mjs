import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { fromRoot } from '../../common/paths.mjs';
import { faultsTimeoutMs } from './playwright.mjs';
import { STAGES } from './index.mjs';
import { CONFIG_FILE, OPENAPI_FILE } from './schema.mjs';
import {
  HOSTILE_TEST_PATTERN,
  KIND_TEST_PATTERN,
  testFiles,
  testFilesNeverRun,
} from './testFiles.mjs';
import { differences, restoreTree, snapshotTree } from './tree.mjs';

async function inFolder(files, work) {
  const root = await mkdtemp(join(tmpdir(), 'suites '));
  try {
    for (const [file, text] of Object.entries(files)) {
      await mkdir(join(root, file, '..'), { recursive: true });
      await writeFile(join(root, file), text);
    }
    await work(root);
  } finally {
    await rm(root, { recursive: true });
  }
}

test('every suite has a name, a title and a timeout', () => {
  const suites = STAGES.flat(2);
  assert.equal(new Set(suites.map(({ id }) => id)).size, suites.length);
  for (const { id, title, timeoutMs, run } of suites) {
    assert.ok(id && title && timeoutMs > 0 && run, id);
  }
});

test('every operation with rules of its own for Schemathesis exists', async () => {
  const rules = await readFile(fromRoot(CONFIG_FILE), 'utf8');
  const operations = await readFile(fromRoot(OPENAPI_FILE), 'utf8');
  const named = Array.from(
    rules.matchAll(/^include-operation-id = (\[[^\]]*\]|".*")$/gm),
    ([, ids]) => ids.match(/\w+/g),
  ).flat();
  assert.ok(named.length > 0);
  for (const id of named) {
    assert.match(operations, new RegExp(`^ +operationId: ${id}$`, 'm'));
  }
});

test('hostile owners have a suite of their own among the tests on real clusters', () => {
  const onClusters = testFiles().filter(file =>
    new RegExp(KIND_TEST_PATTERN).test(file),
  );
  const hostile = onClusters.filter(file =>
    new RegExp(HOSTILE_TEST_PATTERN).test(file),
  );
  assert.deepEqual(hostile, [
    'plugins/pyk8s-lab-backend-module-kind/src/integration/hostile.kind.test.ts',
  ]);
  assert.ok(onClusters.length > hostile.length);
});

test('more rounds of faults have more time', () => {
  const minutes = rounds =>
    faultsTimeoutMs({ PYK8S_LAB_KILL_ROUNDS: rounds }) / 60_000;
  assert.equal(minutes(undefined), 50);
  assert.equal(minutes(''), 50);
  assert.equal(minutes('1'), 50);
  assert.equal(minutes('21'), 86);
});

test('test files are those anywhere in the packages', () =>
  inFolder(
    {
      'package.json': '{"workspaces": ["plugins/*"]}',
      'plugins/a/package.json': '{}',
      'plugins/a/src/one.test.ts': '',
      'plugins/a/src/one.ts': '',
      'plugins/a/dev/two.test.tsx': '',
      'plugins/a/node_modules/x/three.test.js': '',
      'plugins/a/dist/four.test.js': '',
      'elsewhere/five.test.ts': '',
    },
    async root => {
      assert.deepEqual(testFiles(root).sort(), [
        'plugins/a/dev/two.test.tsx',
        'plugins/a/src/one.test.ts',
      ]);
    },
  ));

test('a test file that jest did not run is found; those on real clusters run elsewhere', () => {
  const report = { testResults: [{ name: '/portal/plugins/a/one.test.ts' }] };
  const files = [
    'plugins/a/one.test.ts',
    'plugins/a/two.test.ts',
    'plugins/a/three.kind.test.ts',
  ];
  assert.deepEqual(testFilesNeverRun(report, files, '/portal'), [
    'plugins/a/two.test.ts',
  ]);
});

test('generated code is compared and restored', () =>
  inFolder({ 'g/same': '1', 'g/changed': '1', 'g/gone': '1' }, async root => {
    const before = snapshotTree(['g', 'absent'], root);
    await writeFile(join(root, 'g/changed'), '2');
    await writeFile(join(root, 'g/new'), '2');
    await rm(join(root, 'g/gone'));
    assert.deepEqual(differences(before, snapshotTree(['g'], root)), [
      'g/changed',
      'g/gone',
      'g/new',
    ]);
    restoreTree(['g'], before, root);
    assert.deepEqual(differences(before, snapshotTree(['g'], root)), []);
    assert.equal(await readFile(join(root, 'g/gone'), 'utf8'), '1');
  }));
