import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { join } from 'node:path';

const RESULTS_DIR = join(import.meta.dirname, '../../.tools/bench');

/** What asks for a processor now, on average over the last minute. */
export const load = () => Number(loadavg()[0].toFixed(2));

function commit() {
  const git = (...args) =>
    execFileSync('git', args, {
      cwd: import.meta.dirname,
      encoding: 'utf8',
    }).trim();
  const changed = git('status', '--porcelain', '--untracked-files=no') !== '';
  return `${git('rev-parse', '--short', 'HEAD')}${
    changed ? ' with changes' : ''
  }`;
}

function print(rows) {
  const columns = Object.keys(rows[0] ?? {});
  const lines = [columns, ...rows.map(row => columns.map(name => row[name]))];
  const widths = columns.map((_, at) =>
    Math.max(...lines.map(line => String(line[at]).length)),
  );
  for (const line of lines) {
    console.log(
      line.map((cell, at) => String(cell).padStart(widths[at])).join('  '),
    );
  }
  console.log('');
}

/**
 * Prints the result of a benchmark, writes it as JSON, and fails the process where a
 * goal is missed.
 *
 * @param {{name: string, tables: Record<string, object[]>,
 *   goals: {what: string, value: number, atMost: number}[]}} result
 */
export function report({ name, tables, goals }) {
  const machine = {
    commit: commit(),
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    loadAtEnd: load(),
  };
  console.log(
    `\n${name} at ${machine.commit}, ${machine.cores} × ${machine.cpu}\n`,
  );
  for (const [title, rows] of Object.entries(tables)) {
    console.log(title);
    print(rows);
  }
  const judged = goals.map(goal => ({
    ...goal,
    met: goal.value <= goal.atMost,
  }));
  for (const { what, value, atMost, met } of judged) {
    console.log(
      `${met ? '✓' : '✗'} ${what}: ${value.toFixed(2)}, at most ${atMost}`,
    );
  }
  mkdirSync(RESULTS_DIR, { recursive: true });
  const file = join(RESULTS_DIR, `${name}.json`);
  writeFileSync(
    file,
    `${JSON.stringify({ name, machine, tables, goals: judged }, null, 2)}\n`,
  );
  console.log(`\nwritten to .tools/bench/${name}.json`);
  if (judged.some(({ met }) => !met)) {
    process.exitCode = 1;
  }
}
