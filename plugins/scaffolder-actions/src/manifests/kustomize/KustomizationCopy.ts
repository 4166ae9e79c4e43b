import { mkdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { InputError } from '@backstage/errors';
import type { Workspace } from '../Workspace';
import { readYaml } from '../yaml';
import { findKustomization, FILE_NAMES } from './findKustomization';
import { kustomizationShape } from './kustomizationShape';

/** A file or folder of the workspace that a kustomization names. */
interface Named {
  target: string;
  kind: 'file' | 'folder';
}

/**
 * Copies a kustomization, with all that it builds on, for kustomize to read in the
 * place of the workspace. kustomize fetches what is named by a URL, follows links,
 * and reads keys in any case; in the copy there are only checked values, plain
 * files, and names that are chosen here.
 */
export class KustomizationCopy {
  readonly #workspace: Workspace;
  readonly #to: string;
  readonly #signal: AbortSignal | undefined;
  /** The copies of kustomizations, by their folders. */
  readonly #copies = new Map<string, string>();
  /** What copies are called in the workspace. */
  readonly #names = new Map<string, string>();

  /**
   * @param options - folder: of the kustomization; to: a folder that nobody else
   * reads or writes
   * @throws InputError when it is more than files of the workspace
   */
  static async make(options: {
    workspace: Workspace;
    folder: string;
    to: string;
    signal?: AbortSignal;
  }): Promise<KustomizationCopy> {
    const { workspace, folder, to, signal } = options;
    const copy = new KustomizationCopy(workspace, to, signal);
    await copy.#copyFolder(await workspace.realPathOf(folder));
    return copy;
  }

  private constructor(
    workspace: Workspace,
    to: string,
    signal: AbortSignal | undefined,
  ) {
    this.#workspace = workspace;
    this.#to = to;
    this.#signal = signal;
  }

  /** What kustomize is to render. */
  get folder(): string {
    return join(this.#to, 'k0');
  }

  /** A message of kustomize with the names that its reader knows. */
  explain(message: string): string {
    const plain = message.replaceAll(`${this.#to}/`, '').replaceAll('../', '');
    return plain.replace(
      /\bk\d+(?:-f\d+\.yaml)?\b/g,
      name => this.#names.get(name) ?? name,
    );
  }

  async #copyFolder(folder: string): Promise<string> {
    const before = this.#copies.get(folder);
    if (before) {
      return before;
    }
    const name = `k${this.#copies.size}`;
    // Before anything is read, so that two that build on each other come to an end.
    this.#copies.set(folder, name);
    const root = await this.#workspace.realPathOf('.');
    this.#names.set(name, relative(root, folder) || '.');
    const fileName = await findKustomization(this.#workspace, folder);
    if (!fileName) {
      throw new InputError(
        `${this.#names.get(name)} is not a kustomization: it has no ${
          FILE_NAMES[0]
        }.`,
      );
    }
    const source = join(folder, fileName);
    const where = relative(root, source);
    await this.#named(source, where, source);
    const text = await this.#workspace.readWithoutLinks(source);
    const content = contentOf(text.toString('utf8'), where);
    const to = join(this.#to, name);
    await mkdir(to, { mode: 0o700 });
    const made = await kustomizationShape(content, {
      where,
      key: '',
      files: this.#filesOf({ source, where, to }),
    });
    // JSON is YAML that nobody reads in two ways.
    await write(join(to, FILE_NAMES[0]), JSON.stringify(made));
    return name;
  }

  #filesOf(place: { source: string; where: string; to: string }) {
    const { source, where, to } = place;
    let count = 0;
    const add = async (content: Buffer | string, called: string) => {
      const name = `${basename(to)}-f${count++}.yaml`;
      this.#names.set(name, called);
      await write(join(to, name), content);
      return name;
    };
    const find = async (path: string): Promise<Named> => {
      this.#signal?.throwIfAborted();
      return this.#named(resolve(dirname(source), path), where, path);
    };
    const copy = async (target: string, path: string) =>
      add(await this.#workspace.readWithoutLinks(target), path);
    return {
      file: async (path: string) => {
        const { target, kind } = await find(path);
        if (kind !== 'file') {
          throw new InputError(
            `${where} names "${path}", which is not a file.`,
          );
        }
        return copy(target, path);
      },
      resource: async (path: string) => {
        const { target, kind } = await find(path);
        return kind === 'file'
          ? copy(target, path)
          : `../${await this.#copyFolder(target)}`;
      },
      text: async (content: string) => add(content, where),
    };
  }

  async #named(target: string, where: string, path: string): Promise<Named> {
    const kind = await this.#workspace.kindWithoutLinks(target);
    if (!kind) {
      throw new InputError(
        `${where} names "${path.slice(0, 100)}", which is not there.`,
      );
    }
    return { target, kind };
  }
}

function contentOf(text: string, where: string): unknown {
  const [document, ...more] = readYaml(text, where);
  if (more.length > 0) {
    throw new InputError(`${where} has more than one document.`);
  }
  const content = document?.value ?? undefined;
  if (content === undefined) {
    throw new InputError(`${where} is empty.`);
  }
  return content;
}

async function write(path: string, content: Buffer | string): Promise<void> {
  await writeFile(path, content, { mode: 0o600, flag: 'wx' });
}
