import { rm } from 'node:fs/promises';
import path from 'node:path';
import { ProcessGroup } from './processes';

const APP = path.resolve(__dirname, '../../packages/app');

/**
 * Builds the frontend once for all browser tests, as for production: the backends serve
 * it. A development server for each would compile it again.
 *
 * @returns removes it at the end, so that no later portal serves an old one
 * @throws Error with the output of the build when it fails
 */
export default async function buildApp(): Promise<() => Promise<void>> {
  const build = new ProcessGroup('backstage-cli', ['package', 'build'], {
    cwd: APP,
    env: { ...process.env, NODE_ENV: 'production' },
  });
  const exitCode = await build.exitCode();
  if (exitCode !== 0) {
    throw new Error(`The app could not be built:\n${build.output}`);
  }
  return () => rm(path.join(APP, 'dist'), { recursive: true, force: true });
}
