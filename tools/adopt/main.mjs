/**
 * Installs the packages in a new Backstage app, as their READMEs say, and creates a
 * lab there. Everything is in a temporary folder, which is deleted at the end.
 *
 *   npm run try-install             # --keep leaves the folder
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import '../common/useWatchdog.mjs';
import { endAll } from '../common/command.mjs';
import { fromRoot } from '../common/paths.mjs';
import { duration, explain, Progress } from '../common/progress.mjs';
import { SetupError } from '../common/SetupError.mjs';
import { prepareCode } from '../setup/prepare.mjs';
import { findChromium } from '../test/machine/chromium.mjs';
import { createFreshApp } from './freshApp.mjs';
import { followReadmes } from './followReadmes.mjs';
import { packPackages } from './packages.mjs';
import { runStep } from './runStep.mjs';
import { tryLabs } from './tryLabs.mjs';

const PICTURE = fromRoot('.tools', 'try-install.png');

async function tryInstall(folder) {
  const progress = new Progress();
  const env = {
    ...(await prepareCode(progress)),
    // yarn 4.13 crashes when it asks a registry again.
    YARN_HTTP_RETRY: '0',
  };
  const chromium = await findChromium(env);
  if (!chromium) {
    throw new SetupError(
      'There is no Chromium.',
      'install it: sudo apt-get install chromium, or npx playwright install chromium',
    );
  }
  progress.info('Packing the packages');
  const packages = await packPackages(join(folder, 'packages'), env);
  progress.done(`${packages.length} packages are packed`);
  const app = await createFreshApp(folder, env);
  progress.done('A new app is made');
  await runStep('yarn', ['install'], { cwd: app, env });
  progress.done('Its dependencies are installed');

  const startedAt = Date.now();
  const configs = await followReadmes(app, packages, env);
  const followed = duration(Date.now() - startedAt);
  progress.done(`The READMEs are followed (${followed})`);
  await runStep('yarn', ['tsc', '--pretty', 'false'], { cwd: app, env });
  progress.done('The types of the app are right');
  const { readyAfterMs, lab } = await tryLabs({
    app,
    configs,
    env,
    chromium,
    picture: PICTURE,
  });
  progress.done(
    `The app is ready after ${duration(readyAfterMs)}, its lab "${
      lab.name
    }" is ${lab.status} and on the Labs page (${PICTURE})`,
  );
}

const folder = await mkdtemp(join(tmpdir(), 'pyk8s-lab-adopt-'));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.once(signal, async () => {
    await endAll();
    process.exit(1);
  });
}
try {
  await tryInstall(folder);
} catch (error) {
  explain(error);
  process.exitCode = 1;
} finally {
  if (process.argv.includes('--keep')) {
    process.stdout.write(`The app is in ${folder}\n`);
  } else {
    await rm(folder, { recursive: true, force: true });
  }
}
