/**
 * Runs a command of the repository with the right Node, after installing what is missing:
 *   node tools/setup/exec.mjs backstage-cli repo lint
 */
import { spawn } from 'node:child_process';
import { ROOT } from '../common/paths.mjs';
import { Progress, explain } from '../common/progress.mjs';
import { SetupError } from '../common/SetupError.mjs';
import { prepareCode, prepareYarn } from './prepare.mjs';

const [command, ...args] = process.argv.slice(2);

try {
  if (!command) {
    throw new SetupError('No command was given.', 'name one after exec.mjs.');
  }
  // Yarn may be called to fix the installation of dependencies.
  const prepare = command === 'yarn' ? prepareYarn : prepareCode;
  const env = await prepare(new Progress());
  const child = spawn(command, args, { cwd: ROOT, env, stdio: 'inherit' });
  // The terminal also sends Ctrl-C to the child, which should end first.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => child.kill(signal));
  }
  child.on('error', error => {
    explain(error);
    process.exitCode = 127;
  });
  child.on('exit', code => {
    process.exitCode = code ?? 1;
  });
} catch (error) {
  explain(error);
  process.exitCode = 1;
}
