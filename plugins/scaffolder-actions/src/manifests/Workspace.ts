import { lstat, readdir, readFile, stat } from 'node:fs/promises';
import { extname, join, relative, resolve } from 'node:path';
import { resolveSafeChildPath } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';

const MANIFEST_EXTENSIONS = ['.yaml', '.yml', '.json'];
const MAX_FILES = 1_000;
const MAX_BYTES = 10 * 2 ** 20;

/** The files of a task, and nothing beside them. */
export class Workspace {
  readonly root: string;

  static at(root: string): Workspace {
    return new Workspace(resolve(root));
  }

  private constructor(root: string) {
    this.root = root;
  }

  /**
   * @param path - relative to the workspace, or absolute within it
   * @throws InputError when it leads out of the workspace, by links as well
   */
  resolve(path: string): string {
    try {
      return resolveSafeChildPath(this.root, path);
    } catch {
      throw new InputError(`"${path}" leads out of the workspace.`);
    }
  }

  /** A path as the template would write it. */
  nameOf(path: string): string {
    return relative(this.root, path) || '.';
  }

  /** What is at a path; undefined where nothing is. */
  async kindOf(path: string): Promise<'file' | 'folder' | undefined> {
    try {
      const found = await stat(this.resolve(path));
      return found.isDirectory() ? 'folder' : 'file';
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT' || code === 'ENOTDIR') {
        return undefined;
      }
      throw error;
    }
  }

  /** @throws InputError when it is larger than manifests are */
  async read(path: string): Promise<string> {
    const file = this.resolve(path);
    const { size } = await stat(file);
    if (size > MAX_BYTES) {
      throw new InputError(
        `${this.nameOf(file)} has more than ${MAX_BYTES / 2 ** 20} MiB.`,
      );
    }
    return readFile(file, 'utf8');
  }

  /** The manifests in a folder and all folders in it, by name. */
  async manifestsIn(path: string): Promise<string[]> {
    const found: string[] = [];
    const look = async (folder: string) => {
      const names = (await readdir(folder)).sort();
      for (const name of names) {
        const file = join(folder, name);
        const entry = await lstat(file);
        if (entry.isDirectory()) {
          await look(file);
        } else if (MANIFEST_EXTENSIONS.includes(extname(name).toLowerCase())) {
          // Links are followed to files, and to no folder, which could go round.
          if ((await this.kindOf(file)) === 'file') {
            found.push(file);
          }
        }
        if (found.length > MAX_FILES) {
          throw new InputError(
            `${this.nameOf(
              folder,
            )} has more than ${MAX_FILES} manifests: name a folder with fewer.`,
          );
        }
      }
    };
    await look(this.resolve(path));
    return found;
  }
}
