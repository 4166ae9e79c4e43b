import assert from 'node:assert/strict';
import test from 'node:test';
import { fromRoot } from '../common/paths.mjs';
import {
  countByDatabase,
  countJest,
  countPlaywright,
  countSchemathesis,
  countTap,
  judge,
  noCounts,
  summary,
  total,
} from './counts.mjs';

const jestReport = {
  numPassedTests: 3,
  numFailedTests: 1,
  numPendingTests: 1,
  numTodoTests: 1,
  testResults: [
    {
      name: fromRoot('plugins/a/a.test.ts'),
      status: 'failed',
      assertionResults: [
        { fullName: 'store POSTGRES_18 saves', status: 'passed' },
        {
          fullName: 'store POSTGRES_18 lists',
          status: 'failed',
          failureMessages: [
            '\u001b[31mError: no such table\u001b[39m\n    at store.ts:1',
          ],
        },
        { fullName: 'store SQLITE_3 saves', status: 'passed' },
        { fullName: 'decide expires', status: 'passed' },
      ],
    },
    { name: '/broken.test.ts', status: 'failed', assertionResults: [] },
  ],
};

test('jest: a file that could not run is a failure, pending and todo are skipped', () => {
  assert.deepEqual(countJest(jestReport), {
    passed: 3,
    failed: 2,
    skipped: 2,
    failures: [
      'plugins/a/a.test.ts › store POSTGRES_18 lists: Error: no such table',
    ],
    problems: ['could not run: /broken.test.ts'],
  });
});

test('jest: passed tests are counted by database', () => {
  assert.deepEqual(countByDatabase(jestReport), { POSTGRES: 1, SQLITE: 1 });
});

test('playwright: a flaky test has not passed', () => {
  const stats = { expected: 4, unexpected: 1, flaky: 1, skipped: 2 };
  const result = (...messages) => ({
    results: messages.map(message => (message ? { error: { message } } : {})),
  });
  const suites = [
    {
      title: 'tests/labs.spec.ts',
      suites: [
        {
          title: 'a lab',
          specs: [
            {
              title: 'comes up',
              tests: [{ status: 'unexpected', ...result('never came') }],
            },
            {
              title: 'goes away',
              tests: [{ status: 'flaky', ...result('stayed\nfor long', '') }],
            },
            {
              title: 'is listed',
              tests: [{ status: 'expected', ...result('') }],
            },
          ],
        },
      ],
    },
  ];
  assert.deepEqual(
    countPlaywright({ stats, errors: [{ message: 'no' }], suites }),
    {
      passed: 4,
      failed: 2,
      skipped: 2,
      failures: [
        'tests/labs.spec.ts › a lab › comes up: never came',
        'tests/labs.spec.ts › a lab › goes away: stayed',
      ],
      problems: ['no'],
    },
  );
});

test('tap: the summary is read', () => {
  const text =
    'ok 1 - # pass 7\n    not ok 1 - its part\nnot ok 2 - is read\nnot ok 3 - is not there yet # TODO\n# tests 5\n# pass 3\n# fail 1\n# cancelled 1\n# skipped 1\n# todo 0\n';
  assert.deepEqual(countTap(text), {
    passed: 3,
    failed: 2,
    skipped: 1,
    failures: ['is read'],
    problems: [],
  });
});

const schemathesisReport = {
  complete: true,
  stop_reason: 'completed',
  operations: { tested: 20, skipped: 0 },
  phases: { fuzzing: { status: 'failure' }, stateful: { status: 'success' } },
  failures: [],
  errors: [],
};

test('schemathesis: each operation is a test, and so are its stateful calls', () => {
  const { passed, failed, failures, problems } =
    countSchemathesis(schemathesisReport);
  assert.deepEqual([passed, failed, failures, problems], [21, 0, [], []]);
  const withoutStateful = { stateful: { status: 'skip' } };
  assert.equal(
    countSchemathesis({ ...schemathesisReport, phases: withoutStateful })
      .passed,
    20,
  );
});

test('schemathesis: an operation with two kinds of failures has failed once', () => {
  const failures = [
    {
      code: 'ST101',
      title: 'Server error',
      operations: ['GET /labs', 'Stateful tests'],
    },
    { code: 'ST202', title: 'Request rejected', operations: ['GET /labs'] },
  ];
  assert.deepEqual(countSchemathesis({ ...schemathesisReport, failures }), {
    passed: 19,
    failed: 2,
    skipped: 0,
    failures: [
      'GET /labs: Server error (ST101)',
      'Stateful tests: Server error (ST101)',
      'GET /labs: Request rejected (ST202)',
    ],
    problems: [],
  });
});

test('schemathesis: a run that stopped early or had errors is a problem', () => {
  const { problems } = countSchemathesis({
    ...schemathesisReport,
    complete: false,
    stop_reason: 'interrupted',
    errors: [{ title: 'Network Error', count: 3 }],
  });
  assert.deepEqual(problems, [
    'Network Error (3 times)',
    'schemathesis stopped early: interrupted',
  ]);
});

test('a suite that ran no test fails', () => {
  const { failed, problems } = judge(noCounts(), { allowSkipped: true });
  assert.equal(failed, 1);
  assert.deepEqual(problems, ['it ran no test']);
});

test('a suite whose command failed without a failed test fails', () => {
  const counts = { ...noCounts(), passed: 5 };
  assert.equal(judge(counts, { code: 1, allowSkipped: true }).failed, 1);
  assert.equal(judge(counts, { code: 0, allowSkipped: true }).failed, 0);
});

test('a problem beside passed tests is a failure', () => {
  const counts = { ...noCounts(), passed: 5, problems: ['never ran: x'] };
  assert.equal(judge(counts, { allowSkipped: true }).failed, 1);
});

test('skipped tests fail a suite only where none may be skipped', () => {
  const counts = { ...noCounts(), passed: 5, skipped: 2 };
  assert.equal(judge(counts, { allowSkipped: true }).failed, 0);
  const strict = judge(counts, { allowSkipped: false });
  assert.equal(strict.failed, 1);
  assert.deepEqual(strict.problems, ['2 of its tests were skipped']);
});

test('the sums are over all suites, in the form that is promised', () => {
  const sums = total([
    { passed: 3, failed: 0 },
    { passed: 4, failed: 2 },
  ]);
  assert.equal(summary(sums), '7 passed, 2 failed');
  assert.equal(summary(total([])), '0 passed, 0 failed');
});
