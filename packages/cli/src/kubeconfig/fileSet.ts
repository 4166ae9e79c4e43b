import { mkdir, open, realpath, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseDocument, type Document } from 'yaml';
import {
  assertRegularFile,
  hasCode,
  readIfExists,
  writeSecretFile,
} from '../config';
import { CliError } from '../errors';

const LOCK_TRIES = 100;
const LOCK_PAUSE_MS = 50;

/** A kubeconfig file on disk; the document of a missing file is empty. */
export interface KubeconfigFile {
  readonly file: string;
  readonly isThere: boolean;
  readonly document: Document;
}

/** Reads files that may not exist. */
export async function readFiles(
  files: readonly string[],
): Promise<KubeconfigFile[]> {
  return Promise.all(
    files.map(async file => {
      const text = await readIfExists(file);
      return {
        file,
        isThere: text !== undefined,
        document: parseKubeconfig(file, text ?? ''),
      };
    }),
  );
}

/**
 * Changes files while holding the locks of kubectl and kind. Unchanged files are not
 * locked, because they may not be writable.
 *
 * @param task - called again when it needs the locks of more files
 */
export async function changeFiles<T>(
  files: readonly string[],
  task: (found: KubeconfigFile[]) => T,
): Promise<T> {
  const locked = new Set<string>();
  for (;;) {
    const release = await lockAll(locked);
    try {
      const found = await readFiles(files);
      const before = found.map(({ document }) => textOf(document));
      const result = task(found);
      const changed = found.filter(
        ({ document }, index) => textOf(document) !== before[index],
      );
      if (changed.every(({ file }) => locked.has(file))) {
        for (const { file, document } of changed) {
          await writeSecretFile(file, textOf(document));
        }
        return result;
      }
      changed.forEach(({ file }) => locked.add(file));
    } finally {
      await release();
    }
  }
}

/**
 * Rewrites a file while holding the lock of kubectl and kind.
 * @param check - throws if the file must not be overwritten; `existing` reads it
 */
export async function replaceFile(
  file: string,
  fresh: Document,
  check: (existing: () => Document) => void,
): Promise<void> {
  await assertRegularFile(file);
  const release = await lockAll([file]);
  try {
    const text = (await readIfExists(file)) ?? '';
    check(() => parseKubeconfig(file, text));
    await writeSecretFile(file, textOf(fresh));
  } finally {
    await release();
  }
}

/** The files without duplicates, after links are resolved. */
export async function distinct(files: readonly string[]): Promise<string[]> {
  const seen = new Set<string>();
  const result: string[] = [];
  for (const file of files) {
    const real = await realpath(file).catch(() => file);
    if (!seen.has(real)) {
      seen.add(real);
      result.push(file);
    }
  }
  return result;
}

/** The parser's message quotes the file, which contains secrets. */
export function parseKubeconfig(file: string, text: string): Document {
  const document = parseDocument(text, { logLevel: 'silent' });
  const [error] = document.errors;
  if (error) {
    throw new CliError(
      `${file} is not a valid kubeconfig (${error.code} in line ${
        error.linePos?.[0].line ?? 1
      }): correct it, or choose another file with --kubeconfig.`,
    );
  }
  return document;
}

function textOf(document: Document): string {
  return document.toString({ lineWidth: 0 });
}

async function lockAll(files: Iterable<string>): Promise<() => Promise<void>> {
  const held: string[] = [];
  const release = async () => {
    await Promise.all(held.map(each => rm(each, { force: true })));
  };
  try {
    // Always in the same order, so that two processes cannot deadlock.
    for (const file of [...files].sort()) {
      await mkdir(dirname(file), { recursive: true, mode: 0o700 });
      await takeLock(`${file}.lock`);
      held.push(`${file}.lock`);
    }
  } catch (error) {
    await release();
    throw error;
  }
  return release;
}

/** As in kubectl, the process that created the lock file holds the lock. */
async function takeLock(lockFile: string): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await (await open(lockFile, 'wx', 0o600)).close();
      return;
    } catch (error) {
      if (!hasCode(error, 'EEXIST')) {
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
