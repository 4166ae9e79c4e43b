/** Installs kind unless it is on the PATH: `node tools/setup/install-kind.mjs`. */
import { dirname } from 'node:path';
import { Progress, explain } from '../common/progress.mjs';
import { ensureKind } from './kind.mjs';
import { toolEnvironment } from './prepare.mjs';

try {
  const env = toolEnvironment(dirname(process.execPath));
  await ensureKind(env, new Progress());
} catch (error) {
  explain(error);
  process.exitCode = 1;
}
