import { constants } from 'node:fs';
import { open, opendir, realpath, stat } from 'node:fs/promises';
import {
  basename,
  dirname,
  extname,
  join,
  relative,
  resolve,
  sep,
} from 'node:path';
import { InputError } from '@backstage/errors';

const MANIFESTS = ['.yaml', '.yml', '.json'];
const KUSTOMIZATIONS = [
  'kustomization.yaml',
  'kustomization.yml',
  'Kustomization',
];
/** Folders without manifests. */
const LEFT_OUT = ['.git', 'node_modules'];
/** The largest kustomization file that is read for its references. */
const MAX_KUSTOMIZATION_BYTES = 2 ** 20;

/** The limits of the API. */
const MAX_ENTRIES = 2_000;
const MAX_BYTES = 20 * 2 ** 20;

/**
 * Which files to collect.
 * @public
 */
export interface CollectOptions {
  /** All files of a folder, and those outside that its kustomization references. */
  readonly kustomize?: boolean;
  /** Includes subfolders. */
  readonly recursive?: boolean;
  /** The folder that must contain all files, after links are resolved. */
  readonly within?: string;
  readonly signal?: AbortSignal;
}

/**
 * Whether a folder contains a kustomization.
 * @public
 */
export async function hasKustomization(folder: string): Promise<boolean> {
  const found = await Promise.all(
    KUSTOMIZATIONS.map(name =>
      stat(join(folder, name)).then(
        entry => entry.isFile(),
        () => false,
      ),
    ),
  );
  return found.includes(true);
}

class Collection {
  readonly files = new Map<string, Buffer>();
  readonly #options: CollectOptions;
  readonly #folders = new Set<string>();
  #entries = 0;
  #bytes = 0;

  constructor(options: CollectOptions) {
    this.#options = options;
  }

  async add(path: string, isFolder: boolean): Promise<void> {
    if (isFolder) {
      await this.#addFolder(
        path,
        this.#options.kustomize || this.#options.recursive,
      );
    } else {
      await this.#addFile(path);
    }
  }

  async #addFolder(folder: string, isDeep = false): Promise<void> {
    if (this.#folders.has(folder)) {
      return;
    }
    this.#folders.add(folder);
    await this.#assertWithin(folder);
    const names: string[] = [];
    // One at a time: a folder can have more files than fit into memory.
    for await (const { name } of await opendir(folder)) {
      this.#count();
      names.push(name);
    }
    const { kustomize, signal } = this.#options;
    for (const name of names.sort()) {
      signal?.throwIfAborted();
      const path = join(folder, name);
      // A link counts as its target.
      const entry = await stat(path).catch(() => undefined);
      if (entry?.isDirectory()) {
        if (isDeep && !LEFT_OUT.includes(name) && !(await leadsAround(path))) {
          await this.#addFolder(path, isDeep);
        }
      } else if (
        entry?.isFile() &&
        (kustomize || MANIFESTS.includes(extname(name)))
      ) {
        await this.#addFile(path);
      }
    }
  }

  async #addFile(path: string): Promise<void> {
    if (this.files.has(path)) {
      return;
    }
    this.#count();
    await this.#assertWithin(path);
    const content = await this.#read(path);
    this.files.set(path, content);
    if (this.#options.kustomize && KUSTOMIZATIONS.includes(basename(path))) {
      for (const named of namedElsewhere(content)) {
        const other = resolve(dirname(path), named);
        const found = await stat(other).catch(() => undefined);
        if (found) {
          await this.add(other, found.isDirectory());
        }
      }
    }
  }

  async #read(path: string): Promise<Buffer> {
    // Opening a named pipe would block.
    const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const entry = await handle.stat();
      if (!entry.isFile()) {
        throw new InputError(`"${path}" is not a regular file.`);
      }
      this.#bytes += entry.size;
      if (this.#bytes > MAX_BYTES) {
        throw new InputError(
          `The files take more than ${
            MAX_BYTES / 2 ** 20
          } MiB: name fewer of them.`,
        );
      }
      return await handle.readFile();
    } finally {
      await handle.close();
    }
  }

  #count(): void {
    this.#entries += 1;
    if (this.#entries > MAX_ENTRIES) {
      throw new InputError(
        `There are more than ${MAX_ENTRIES} files and folders: name a folder with fewer.`,
      );
    }
  }

  /** @throws InputError for a path outside of the root */
  async #assertWithin(path: string): Promise<void> {
    const { within } = this.#options;
    if (within !== undefined) {
      const way = relative(await realpath(within), await realpath(path));
      if (way === '..' || way.startsWith(`..${sep}`)) {
        throw new InputError(
          `"${relative(within, path)}" leads out of the workspace.`,
        );
      }
    }
  }
}

/** Whether a link leads to a folder that contains it. */
async function leadsAround(path: string): Promise<boolean> {
  const real = await realpath(path);
  const parent = await realpath(dirname(path));
  return parent === real || parent.startsWith(`${real}${sep}`);
}

/**
 * The paths in a kustomization that leave its folder. Which field they are in does not
 * matter: kustomize reports missing ones.
 */
function namedElsewhere(content: Buffer): string[] {
  if (content.length > MAX_KUSTOMIZATION_BYTES) {
    return [];
  }
  const words = content
    .toString('utf8')
    .match(/"[^"\n]*"|'[^'\n]*'|[^\s"'[\]{},]+/g);
  return (words ?? [])
    .map(word => word.replace(/^["']|["']$/g, ''))
    .filter(word => !word.includes('\0') && word.split('/').includes('..'));
}

/**
 * The files of some paths, by their absolute paths.
 *
 * @throws InputError for a path that does not exist, or more than the API takes
 */
export async function collectFiles(
  paths: readonly string[],
  options: CollectOptions,
): Promise<ReadonlyMap<string, Buffer>> {
  const collection = new Collection(options);
  for (const path of paths) {
    const absolute = resolve(path);
    const found = await stat(absolute).catch(() => undefined);
    if (!found) {
      throw new InputError(`There is no file or folder "${path}".`);
    }
    if (options.kustomize && !found.isDirectory()) {
      throw new InputError(
        `"${path}" is a file: of a kustomization, name the folder.`,
      );
    }
    await collection.add(absolute, found.isDirectory());
  }
  return collection.files;
}
