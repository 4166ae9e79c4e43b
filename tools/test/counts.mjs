import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { ROOT } from '../common/paths.mjs';

/**
 * The result of a suite. `failures` are its failed tests, one line each; `problems` are
 * failures outside of tests.
 */
export const noCounts = () => ({
  passed: 0,
  failed: 0,
  skipped: 0,
  failures: [],
  problems: [],
});

const LONGEST_REASON = 200;

/** `file › test: reason`, with the first line of the test's error. */
const failureLine = (file, name, thrown = '') => {
  const [why = ''] = stripVTControlCharacters(thrown).trim().split('\n');
  const test = [file && relative(ROOT, file), name].filter(Boolean).join(' › ');
  return why ? `${test}: ${why.slice(0, LONGEST_REASON)}` : test;
};

/** The counts of a check that counts as one test. */
export const asOneTest = (ok, problem) => ({
  ...noCounts(),
  passed: ok ? 1 : 0,
  failed: ok ? 0 : 1,
  problems: ok || !problem ? [] : [problem],
});

/** The counts in a report of `jest --json`. A file that could not run counts as one failure. */
export function countJest(report) {
  const broken = report.testResults.filter(
    file => file.status === 'failed' && file.assertionResults.length === 0,
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + report.numTodoTests,
    failures: report.testResults.flatMap(file =>
      file.assertionResults
        .filter(({ status }) => status === 'failed')
        .map(({ fullName, failureMessages = [] }) =>
          failureLine(file.name, fullName, failureMessages[0]),
        ),
    ),
    problems: broken.map(file => `could not run: ${file.name}`),
  };
}

/** Tests by the database in their name: `POSTGRES_18`, `SQLITE_3`. */
export function countByDatabase(report) {
  const counts = {};
  for (const file of report.testResults) {
    for (const { fullName, status } of file.assertionResults) {
      const database = /\b(POSTGRES|SQLITE)_?\d+\b/i.exec(fullName)?.[1];
      if (database && status === 'passed') {
        const key = database.toUpperCase();
        counts[key] = (counts[key] ?? 0) + 1;
      }
    }
  }
  return counts;
}

/** The tests of a suite in a report of Playwright's JSON reporter, with their full names. */
const specsOf = ({ specs = [], suites = [] }, above = []) => [
  ...specs.map(spec => ({
    ...spec,
    fullName: [...above, spec.title].join(' › '),
  })),
  ...suites.flatMap(suite => specsOf(suite, [...above, suite.title])),
];

/** The counts in a report of Playwright's JSON reporter. A test that passed only when repeated did not pass. */
export function countPlaywright({ stats, errors = [], suites = [] }) {
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky,
    skipped: stats.skipped,
    failures: specsOf({ suites }).flatMap(({ fullName, tests = [] }) =>
      tests
        .filter(({ status }) => status === 'unexpected' || status === 'flaky')
        .map(({ results = [] }) =>
          failureLine(
            '',
            fullName,
            results.find(({ error }) => error)?.error.message,
          ),
        ),
    ),
    problems: errors.map(error => error.message ?? String(error)),
  };
}

/** Schemathesis' name for calls that use the responses of earlier ones. */
const STATEFUL = 'Stateful tests';

/** The counts in a JSON report of Schemathesis. Each operation is one test, however many requests it got. */
export function countSchemathesis(report) {
  const { operations, phases, failures, errors } = report;
  const failed = new Set(failures.flatMap(found => found.operations));
  const didStateful = failed.has(STATEFUL) || phases.stateful.status !== 'skip';
  const tests = operations.tested + (didStateful ? 1 : 0);
  return {
    passed: tests - failed.size,
    failed: failed.size,
    skipped: operations.skipped,
    failures: failures.flatMap(({ code, title, operations: where }) =>
      where.map(name => failureLine('', name, `${title} (${code})`)),
    ),
    problems: [
      ...errors.map(({ title, count }) => `${title} (${count} times)`),
      ...(report.complete
        ? []
        : [`schemathesis stopped early: ${report.stop_reason}`]),
    ],
  };
}

/** The counts in the summary of `node --test` (TAP). */
export function countTap(text) {
  const number = name =>
    Number(new RegExp(`^# ${name} (\\d+)$`, 'm').exec(text)?.[1] ?? 0);
  return {
    ...noCounts(),
    passed: number('pass'),
    failed: number('fail') + number('cancelled'),
    skipped: number('skipped') + number('todo'),
    failures: Array.from(
      // A subtest is indented, and the test that it belongs to fails with it. One
      // with a directive (# TODO) may fail.
      text.matchAll(/^not ok \d+ - ((?:(?! # ).)*)$/gm),
      ([, name]) => name,
    ),
  };
}

/**
 * A suite's result: a suite that ran no test, or crashed without a failed test, also fails.
 * @param {{passed: number, failed: number, skipped: number, problems: string[]}} counts
 * @param {{code?: number, allowSkipped: boolean}} options `code` is the exit code of the suite's command
 */
export function judge(counts, { code = 0, allowSkipped }) {
  const problems = [...counts.problems];
  if (counts.failed === 0 && problems.length === 0) {
    if (code !== 0) {
      problems.push(`its command ended with exit code ${code}`);
    } else if (counts.passed === 0) {
      problems.push('it ran no test');
    }
  }
  if (counts.skipped > 0 && !allowSkipped) {
    problems.push(`${counts.skipped} of its tests were skipped`);
  }
  return {
    ...counts,
    failed: Math.max(counts.failed, problems.length > 0 ? 1 : 0),
    problems,
  };
}

/** The sums over all suites. */
export const total = results =>
  results.reduce(
    (sum, { passed, failed }) => ({
      passed: sum.passed + passed,
      failed: sum.failed + failed,
    }),
    { passed: 0, failed: 0 },
  );

/** The last line of a run. */
export const summary = ({ passed, failed }) =>
  `${passed} passed, ${failed} failed`;
