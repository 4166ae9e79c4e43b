import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { resolveSafeChildPath } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';

/**
 * Writes a file that only the portal's user can read. An existing file is replaced; of
 * a link, the link itself, not its target.
 *
 * @param folder - the folder that must contain the file
 * @param path - relative to the folder
 * @throws InputError when the path leaves the folder
 */
export async function writeSecretFile(
  folder: string,
  path: string,
  text: string,
): Promise<void> {
  const parent = inside(folder, dirname(path));
  const file = join(parent, basename(path));
  if (resolve(file) === resolve(folder)) {
    throw new InputError(`"${path}" is not a file name.`);
  }
  await mkdir(parent, { recursive: true });
  const draft = join(parent, `.${randomUUID()}`);
  try {
    await writeFile(draft, text, { mode: 0o600, flag: 'wx' });
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw new InputError(
      `"${path}" cannot be written (${
        (error as NodeJS.ErrnoException).code ?? 'unknown error'
      }): give a path where there is no folder.`,
    );
  }
}

function inside(folder: string, path: string): string {
  try {
    return resolveSafeChildPath(folder, path);
  } catch {
    throw new InputError(
      `The path leads out of the workspace: give one inside it, such as .kube/config.`,
    );
  }
}
