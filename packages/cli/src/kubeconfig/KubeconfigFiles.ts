import { mkdir, open, rm } from 'node:fs/promises';
import { dirname, delimiter, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseDocument, type Document } from 'yaml';
import { homeOf, isCode, readIfThere, writeSecretFile } from '../config';
import { CliError } from '../errors';
import type { Io } from '../io';
import { hasLab, labContexts, mergeLab, removeContexts } from './merge';
import type { LabMark } from './shapes';

const LOCK_TRIES = 100;
const LOCK_PAUSE_MS = 50;

/** The person's kubeconfig files, as `kubectl` finds them. */
export class KubeconfigFiles {
  readonly #files: readonly string[];

  /** @param file - the one to use, rather than those of the environment */
  static of(env: Io['env'], file?: string): KubeconfigFiles {
    if (file !== undefined) {
      return new KubeconfigFiles([file]);
    }
    const listed = (env.KUBECONFIG ?? '').split(delimiter).filter(Boolean);
    return new KubeconfigFiles(
      listed.length > 0 ? listed : [join(homeOf(env), '.kube', 'config')],
    );
  }

  private constructor(files: readonly string[]) {
    this.#files = files;
  }

  /**
   * Adds a lab, to the file that `kubectl` would write: the first that is there,
   * or else the last.
   */
  async merge(
    kubeconfig: string,
    mark: LabMark,
    options: { switchTo: boolean },
  ): Promise<{ file: string; context: string }> {
    const file = await this.#toWrite();
    const context = await change(file, document =>
      mergeLab(document, kubeconfig, mark, options),
    );
    return { file, context };
  }

  /** Removes the contexts of labs. @returns their names */
  async remove(isToGo: (mark: LabMark) => boolean): Promise<string[]> {
    const removed: string[] = [];
    for (const file of this.#files) {
      const document = await read(file);
      if (document && hasLab(document, isToGo)) {
        removed.push(
          ...(await change(file, fresh => removeContexts(fresh, isToGo))),
        );
      }
    }
    return removed;
  }

  /** The contexts of labs in all files. */
  async labContexts(): Promise<{ context: string; mark: LabMark }[]> {
    const documents = await Promise.all(this.#files.map(read));
    return documents.flatMap(document =>
      document ? labContexts(document) : [],
    );
  }

  async #toWrite(): Promise<string> {
    for (const file of this.#files) {
      if ((await readIfThere(file)) !== undefined) {
        return file;
      }
    }
    return this.#files[this.#files.length - 1];
  }
}

async function read(file: string): Promise<Document | undefined> {
  const text = await readIfThere(file);
  return text === undefined ? undefined : parseFile(file, text);
}

/** What the parser says quotes the file, which holds secrets. */
function parseFile(file: string, text: string): Document {
  const document = parseDocument(text, { logLevel: 'silent' });
  const [error] = document.errors;
  if (error) {
    throw new CliError(
      `${file} is no kubeconfig (${error.code} in line ${
        error.linePos?.[0].line ?? 1
      }): mend it, or choose another file with --kubeconfig.`,
    );
  }
  return document;
}

/** Changes a file while neither kubectl nor kind does. */
async function change<T>(
  file: string,
  task: (document: Document) => T,
): Promise<T> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const lockFile = `${file}.lock`;
  await takeLock(lockFile);
  try {
    const document = parseFile(file, (await readIfThere(file)) ?? '');
    const result = task(document);
    await writeSecretFile(file, document.toString({ lineWidth: 0 }));
    return result;
  } finally {
    await rm(lockFile, { force: true });
  }
}

/** As kubectl does it: whoever could make the file has the lock. */
async function takeLock(lockFile: string): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await (await open(lockFile, 'wx', 0o600)).close();
      return;
    } catch (error) {
      if (!isCode(error, 'EEXIST')) {
        throw error;
      }
      if (tries >= LOCK_TRIES) {
        throw new CliError(
          `The kubeconfig is in use: ${lockFile} is there. Remove it if no kubectl, kind or pyk8s runs, and try again.`,
        );
      }
      await delay(LOCK_PAUSE_MS);
    }
  }
}
