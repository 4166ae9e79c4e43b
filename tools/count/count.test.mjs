import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { count, linesByGit, placeOf, table } from './count.mjs';

describe('placeOf', () => {
  for (const [path, place] of [
    ['plugins/one/src/a.ts', { name: 'plugins/one', isTest: false }],
    ['plugins/one/src/a.test.tsx', { name: 'plugins/one', isTest: true }],
    [
      'plugins/one/src/__testUtils__/a.ts',
      { name: 'plugins/one', isTest: true },
    ],
    ['plugins/one/src/testUtils/a.ts', { name: 'plugins/one', isTest: true }],
    ['packages/app/src/a.tsx', { name: 'packages/app', isTest: false }],
    [
      'packages/test-utils/src/a.ts',
      { name: 'packages/test-utils', isTest: true },
    ],
    ['e2e/tests/a.spec.ts', { name: 'e2e', isTest: true }],
    ['tools/count/a.mjs', { name: 'tools', isTest: false }],
    ['plugins/one/src/openapi/generated/a.ts', undefined],
    ['plugins/one/dev/index.tsx', undefined],
    ['plugins/one/config.d.ts', undefined],
    ['plugins/one/README.md', undefined],
    ['playwright.config.ts', undefined],
    ['.yarn/releases/yarn.cjs', undefined],
  ]) {
    it(`finds the place of ${path}`, () => {
      assert.deepEqual(placeOf(path), place);
    });
  }
});

describe('linesByGit', () => {
  it('reads paths and their lines', () => {
    assert.deepEqual(linesByGit('a.ts\x003\nb: c.ts\x0012\n'), [
      { path: 'a.ts', lines: 3 },
      { path: 'b: c.ts', lines: 12 },
    ]);
  });

  it('strips the commit from the paths', () => {
    assert.deepEqual(linesByGit('main:a.ts\x003\n', 'main'), [
      { path: 'a.ts', lines: 3 },
    ]);
  });
});

describe('count', () => {
  const rows = count([
    { path: 'plugins/two/src/a.ts', lines: 29 },
    { path: 'plugins/one/src/a.ts', lines: 30 },
    { path: 'plugins/one/src/a.test.ts', lines: 5 },
    { path: 'plugins/one/dev/index.ts', lines: 1_000 },
  ]);

  it('sums by package, source and tests apart', () => {
    assert.deepEqual(
      rows.map(({ name, source, tests, files, testFiles, small }) => [
        name,
        [source, files, small],
        [tests, testFiles],
      ]),
      [
        ['plugins/one', [30, 1, 0], [5, 1]],
        ['plugins/two', [29, 1, 1], [0, 0]],
        ['all', [59, 2, 1], [5, 1]],
      ],
    );
  });

  it('is printed as a table', () => {
    const lines = table(rows).split('\n');
    assert.match(lines[0], /^package +source +files +under 30 lines/);
    assert.match(lines.at(-1), /^all +59 +2 +1 +5 +1$/);
  });
});
