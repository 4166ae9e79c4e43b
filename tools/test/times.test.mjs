import assert from 'node:assert/strict';
import test from 'node:test';
import { fromRoot } from '../common/paths.mjs';
import { jestTimes, playwrightTimes, timeTable } from './times.mjs';

test('jest: the time of a file', () => {
  const name = fromRoot('plugins/a/a.test.ts');
  assert.deepEqual(
    jestTimes({ testResults: [{ name, startTime: 1_000, endTime: 3_500 }] }),
    [{ file: 'plugins/a/a.test.ts', ms: 2_500 }],
  );
});

test('playwright: the time of a file is that of all its tests, with their repetitions', () => {
  const spec = (...durations) => ({
    tests: [{ results: durations.map(duration => ({ duration })) }],
  });
  assert.deepEqual(
    playwrightTimes({
      suites: [
        {
          title: 'journey.spec.ts',
          specs: [spec(1_000, 2_000)],
          suites: [{ title: 'described', specs: [spec(4_000)] }],
        },
        { title: 'empty.spec.ts' },
      ],
    }),
    [
      { file: 'journey.spec.ts', ms: 7_000 },
      { file: 'empty.spec.ts', ms: 0 },
    ],
  );
});

test('the table has suites in the order of their start, and their slowest files', () => {
  const times = [
    { file: 'quick.test.ts', ms: 9_000 },
    ...[6, 1, 5, 2, 4, 3].map(n => ({ file: `${n}.test.ts`, ms: n * 60_000 })),
  ];
  assert.deepEqual(
    timeTable([
      { title: 'Kind', startedMs: 60_000, tookMs: 90_000, times },
      { title: 'Types', startedMs: 500, tookMs: 59_000 },
    ]).map(line => line.trim()),
    [
      'suite  starts after         takes',
      'Types         0.5 s        59.0 s',
      'Kind     1 min 00 s    1 min 30 s',
      '6 min 00 s  6.test.ts',
      '5 min 00 s  5.test.ts',
      '4 min 00 s  4.test.ts',
      '3 min 00 s  3.test.ts',
      '2 min 00 s  2.test.ts',
    ],
  );
});
