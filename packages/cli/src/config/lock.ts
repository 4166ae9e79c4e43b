import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { lock } from 'proper-lockfile';
import { CliError } from '../errors';

/**
 * Runs a task while holding a lock on a folder: a refresh token can be used once, so
 * two processes must not use it at the same time.
 */
export async function withFolderLock<T>(
  folder: string,
  task: () => Promise<T>,
): Promise<T> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
  let release: () => Promise<void>;
  try {
    release = await lock(folder, {
      lockfilePath: join(folder, '.lock'),
      // A lock of a process that crashed expires after this time.
      stale: 15_000,
      retries: { retries: 200, factor: 1.2, minTimeout: 20, maxTimeout: 250 },
      // The lock was lost. Continue, because files are written atomically.
      onCompromised: () => undefined,
    });
  } catch (error) {
    throw new CliError(
      `The settings in ${folder} are in use by another pyk8s (${
        error instanceof Error ? error.message : error
      }): try again in a moment.`,
    );
  }
  try {
    return await task();
  } finally {
    await release().catch(() => undefined);
  }
}
