import { relative } from 'node:path';
import { ROOT } from '../common/paths.mjs';
import { duration } from '../common/progress.mjs';

/** The number of files that are named for each suite. */
const SLOWEST = 5;
/** Faster files are not named. */
const WORTH_A_LINE_MS = 10_000;

/** The time of each test file, in a report of `jest --json`. */
export const jestTimes = ({ testResults }) =>
  testResults.map(({ name, startTime, endTime }) => ({
    file: relative(ROOT, name),
    ms: endTime - startTime,
  }));

const playwrightMs = ({ specs = [], suites = [] }) =>
  [
    ...specs.flatMap(({ tests }) =>
      tests.flatMap(({ results }) => results.map(({ duration: ms }) => ms)),
    ),
    ...suites.map(playwrightMs),
  ].reduce((sum, ms) => sum + ms, 0);

/** The time of each test file, in a report of Playwright's JSON reporter. */
export const playwrightTimes = ({ suites = [] }) =>
  suites.map(suite => ({ file: suite.title, ms: playwrightMs(suite) }));

/**
 * Where the time of a run went, as lines: each suite with its start and its duration, and its slowest files.
 * @param {{title: string, startedMs: number, tookMs: number, times?: {file: string, ms: number}[]}[]} results instants count from the start of the run
 */
export function timeTable(results) {
  const width = Math.max(...results.map(({ title }) => title.length));
  const row = (title, start, took) =>
    `${title.padEnd(width)}  ${start.padStart(12)}  ${took.padStart(12)}`;
  return [
    row('suite', 'starts after', 'takes'),
    ...[...results]
      .sort((a, b) => a.startedMs - b.startedMs)
      .flatMap(({ title, startedMs, tookMs, times = [] }) => [
        row(title, duration(startedMs), duration(tookMs)),
        ...[...times]
          .filter(({ ms }) => ms >= WORTH_A_LINE_MS)
          .sort((a, b) => b.ms - a.ms)
          .slice(0, SLOWEST)
          .map(({ file, ms }) => `  ${duration(ms).padStart(12)}  ${file}`),
      ]),
  ];
}
