import { execFileSync } from 'node:child_process';
import { ROOT } from '../common/paths.mjs';
import { count, linesByGit, table } from './count.mjs';

const MAX_LIST_BYTES = 64 * 2 ** 20;

// Counts the working tree, or the given commit.
const commits = process.argv.slice(2);
if (commits.length > 1 || commits.some(commit => commit.startsWith('-'))) {
  process.stderr.write('Usage: npm run count [-- COMMIT]\n');
  process.exit(2);
}

// The empty pattern matches every line. -I omits binary files.
const printed = execFileSync(
  'git',
  ['grep', '-I', '--null', '--count', '-e', '', ...commits],
  { cwd: ROOT, encoding: 'utf8', maxBuffer: MAX_LIST_BYTES },
);
process.stdout.write(`${table(count(linesByGit(printed, commits[0])))}\n`);
