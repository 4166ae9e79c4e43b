import { isError } from '@backstage/errors';
import { randomBytes } from 'node:crypto';
import {
  mkdir,
  open,
  readFile,
  readlink,
  realpath,
  rename,
  rm,
  stat,
} from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { CliError } from '../errors';

/** The content of a file; undefined if it does not exist. */
export async function readIfExists(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) {
      return undefined;
    }
    throw error;
  }
}

/**
 * Writes a file that only its owner can read, atomically. A symbolic link is kept.
 */
export async function writeSecretFile(
  file: string,
  text: string,
): Promise<void> {
  await assertRegularFile(file);
  const target = await targetOf(file);
  await mkdir(dirname(target), { recursive: true, mode: 0o700 });
  const temporary = `${target}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    // A new file: a file that another process has opened is never written to.
    const handle = await open(temporary, 'wx', 0o600);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** The target of a link, which need not exist. */
async function targetOf(file: string): Promise<string> {
  try {
    return await realpath(file);
  } catch (error) {
    const next = await readlink(file).catch(() => undefined);
    return next === undefined || !hasCode(error, 'ENOENT')
      ? file
      : targetOf(resolve(dirname(file), next));
  }
}

/**
 * Refuses a device or a pipe, such as /dev/null, which would be replaced by a file.
 * @throws CliError
 */
export async function assertRegularFile(file: string): Promise<void> {
  const found = await stat(file).catch(() => undefined);
  if (found && !found.isFile()) {
    throw new CliError(
      `${file} is ${
        found.isDirectory() ? 'a folder' : 'not an ordinary file'
      }: choose another file.`,
    );
  }
}

/** Whether an error is a system error with this code, such as `ENOENT`. */
export function hasCode(error: unknown, code: string): boolean {
  return isError(error) && error.code === code;
}
