import { constants } from 'node:fs';
import { lstat, open, opendir, realpath, stat } from 'node:fs/promises';
import { extname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { resolveSafeChildPath } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';

const MANIFEST_EXTENSIONS = ['.yaml', '.yml', '.json'];
/** Files and folders that are looked at for one step. */
const MAX_ENTRIES = 5_000;
const MAX_FILE_BYTES = 2 ** 20;
/** What one step reads of all files together. */
const MAX_BYTES = 10 * 2 ** 20;

/** The files of a task, and nothing beside them, for one step that reads them. */
export class Workspace {
  readonly root: string;
  #entries = 0;
  #bytes = 0;

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

  /** @throws InputError when it is larger than manifests are, or no plain file */
  async read(path: string): Promise<string> {
    return (await this.#read(this.resolve(path), 0)).toString('utf8');
  }

  /**
   * The real path of something, for what must not be led elsewhere by a link.
   *
   * @throws InputError when it is not within the workspace
   */
  async realPathOf(path: string): Promise<string> {
    const [root, real] = await Promise.all([
      realpath(this.root),
      realpath(this.resolve(path)),
    ]);
    if (!isWithin(root, real)) {
      throw new InputError(`"${path}" leads out of the workspace.`);
    }
    return real;
  }

  /**
   * What is at a path to which no link leads; undefined where nothing is.
   *
   * @param path - absolute, with the real path of the workspace before it
   * @throws InputError when it leads out of the workspace, or by a link, or to what
   * is neither a file nor a folder
   */
  async kindWithoutLinks(path: string): Promise<'file' | 'folder' | undefined> {
    const root = await realpath(this.root);
    if (!isWithin(root, path)) {
      throw new InputError(
        `"${relative(root, path)}" leads out of the workspace.`,
      );
    }
    let here = root;
    let kind: 'file' | 'folder' = 'folder';
    for (const name of relative(root, path).split(sep).filter(Boolean)) {
      here = join(here, name);
      this.#countEntry();
      const entry = await lstat(here).catch(unlessMissing);
      if (!entry) {
        return undefined;
      }
      if (!entry.isFile() && !entry.isDirectory()) {
        throw new InputError(
          `"${relative(root, here)}" is ${
            entry.isSymbolicLink() ? 'a link' : 'not a regular file'
          }, which a kustomization may not name: copy the file itself there.`,
        );
      }
      kind = entry.isDirectory() ? 'folder' : 'file';
    }
    return kind;
  }

  /** The bytes of a file that is no link itself. See {@link kindWithoutLinks}. */
  async readWithoutLinks(path: string): Promise<Buffer> {
    return this.#read(path, constants.O_NOFOLLOW);
  }

  /** The manifests in a folder and all folders in it, by name. */
  async manifestsIn(path: string, signal?: AbortSignal): Promise<string[]> {
    const found: string[] = [];
    const look = async (folder: string) => {
      const names: string[] = [];
      // Not all at once: a folder can have more than fits anywhere.
      for await (const { name } of await opendir(folder)) {
        this.#countEntry();
        names.push(name);
      }
      for (const name of names.sort()) {
        signal?.throwIfAborted();
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
      }
    };
    await look(this.resolve(path));
    return found;
  }

  async #read(file: string, flags: number): Promise<Buffer> {
    // A pipe would keep whoever opens it.
    const handle = await open(
      file,
      constants.O_RDONLY | constants.O_NONBLOCK | flags,
    );
    try {
      const entry = await handle.stat();
      if (!entry.isFile()) {
        throw new InputError(`${this.nameOf(file)} is not a regular file.`);
      }
      if (entry.size > MAX_FILE_BYTES) {
        throw new InputError(
          `${this.nameOf(file)} has more than ${
            MAX_FILE_BYTES / 2 ** 20
          } MiB: divide it.`,
        );
      }
      this.#bytes += entry.size;
      if (this.#bytes > MAX_BYTES) {
        throw new InputError(
          `The manifests have more than ${
            MAX_BYTES / 2 ** 20
          } MiB together: apply them in several steps.`,
        );
      }
      return await handle.readFile();
    } finally {
      await handle.close();
    }
  }

  #countEntry(): void {
    this.#entries++;
    if (this.#entries > MAX_ENTRIES) {
      throw new InputError(
        `There are more than ${MAX_ENTRIES} files and folders to look at: name a folder with fewer.`,
      );
    }
  }
}

function isWithin(root: string, path: string): boolean {
  const way = relative(root, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

function unlessMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR') {
    throw error;
  }
  return undefined;
}
