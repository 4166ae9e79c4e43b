import { lstat, opendir } from 'node:fs/promises';
import { join } from 'node:path';

/** The minimum disk usage of a file or a directory. */
const ENTRY_BYTES = 1_024;
/** The export of a cluster with some hundred pods has a few thousand. */
const MAX_ENTRIES = 20_000;
/** Logs of pods are five directories down. */
const MAX_DEPTH = 20;
/** The number of entries read concurrently: one by one is slow on a busy host. */
const AT_ONCE = 64;

/** A file that kind has exported. */
export interface ExportedFile {
  /** The segments of its path. */
  readonly path: readonly string[];
  /** In bytes. */
  readonly size: number;
}

/**
 * The target path of a file of kind's export, or undefined for files that must not
 * leave the host. It is an allow list: files of later kind versions are excluded until
 * they have been reviewed. Not included:
 *
 * - `docker-info.txt`: the host, its Docker, registries and proxies.
 * - `<node>/inspect.json`: paths of the host, its networks, and the node's
 *   environment, in which a proxy's password can be.
 * - `<node>/journal/`: the journal as a binary, which cannot be redacted; `journal.log`
 *   is its text.
 * - `<node>/containers/`: copies of the files in `<node>/pods/`.
 * - `wtmp`, `lastlog` and other files that are not text logs.
 *
 * @param path - the segments of its path
 * @returns the segments; without `.gz`, since files are kept uncompressed
 */
export function keptPath(
  path: readonly string[],
): readonly string[] | undefined {
  const [top, inNode] = path;
  const name = path.at(-1) ?? '';
  if (path.length === 1) {
    return top === 'kind-version.txt' ? path : undefined;
  }
  if (inNode === 'containers' || inNode === 'journal') {
    return undefined;
  }
  if (path.length === 2 && name === 'kubernetes-version.txt') {
    return path;
  }
  // The kubelet rotates 0.log to 0.log.20261121-101500, and then compresses it.
  return /\.log(\.[\w-]+)*$/.test(name)
    ? [...path.slice(0, -1), name.replace(/\.gz$/, '')]
    : undefined;
}

/** The files below a directory. */
export interface ExportedFiles {
  readonly files: readonly ExportedFile[];
  /** False when a limit was exceeded. */
  readonly isAll: boolean;
}

/** Lists the readable files below a directory. Does not follow links. */
export async function exportedFiles(directory: string): Promise<ExportedFiles> {
  const files: ExportedFile[] = [];
  let isAllKnown = true;
  const isWithin = await visit(directory, ({ path, isFile, size }) => {
    isAllKnown &&= size !== undefined;
    if (isFile && size !== undefined) {
      files.push({ path, size });
    }
    return true;
  });
  return { files, isAll: isWithin && isAllKnown };
}

/**
 * True when a directory exceeds a limit of bytes or entries. It stops there, since the
 * directory may grow faster than it can be read. Unreadable entries may have any size
 * and count as exceeding it.
 *
 * @param signal - ends it, with false
 */
export async function isMoreThan(
  maxBytes: number,
  directory: string,
  signal: AbortSignal,
): Promise<boolean> {
  let bytes = 0;
  const isWithin = await visit(directory, ({ size }) => {
    bytes += (size ?? Infinity) + ENTRY_BYTES;
    return bytes <= maxBytes && !signal.aborted;
  });
  return !isWithin && !signal.aborted;
}

/** An entry below a directory: a file, a directory or something else. */
interface Entry {
  readonly path: readonly string[];
  readonly isFile: boolean;
  readonly isDirectory: boolean;
  /** In bytes, without the content of a directory; undefined when unknown. */
  readonly size: number | undefined;
}

/**
 * Walks a directory breadth first, so that the files of all nodes precede the deep
 * trees of one node.
 *
 * @param onEntry - returns false to stop
 * @returns false when it was stopped, or when there are too many entries or levels
 */
async function visit(
  directory: string,
  onEntry: (entry: Entry) => boolean,
): Promise<boolean> {
  const directories: (readonly string[])[] = [[]];
  let entries = 0;
  // Grows during the loop.
  for (const path of directories) {
    for await (const entry of entriesOf(directory, path)) {
      entries += 1;
      if (entries > MAX_ENTRIES || entry.path.length > MAX_DEPTH) {
        return false;
      }
      if (!onEntry(entry)) {
        return false;
      }
      if (entry.isDirectory) {
        directories.push(entry.path);
      }
    }
  }
  return true;
}

async function* entriesOf(
  directory: string,
  path: readonly string[],
): AsyncGenerator<Entry, void> {
  try {
    const opened = await opendir(join(directory, ...path), {
      bufferSize: AT_ONCE,
    });
    for await (const entries of batchesOf(opened)) {
      yield* await Promise.all(
        entries.map(entry =>
          lookAt(directory, [...path, entry.name], entry.isDirectory()),
        ),
      );
    }
  } catch (error) {
    const entry = cannotBeRead(path, error);
    if (entry.size === undefined) {
      yield entry;
    }
  }
}

async function* batchesOf<T>(
  items: AsyncIterable<T>,
): AsyncGenerator<readonly T[], void> {
  let batch: T[] = [];
  for await (const item of items) {
    batch.push(item);
    if (batch.length === AT_ONCE) {
      yield batch;
      batch = [];
    }
  }
  yield batch;
}

async function lookAt(
  directory: string,
  path: readonly string[],
  isDirectory: boolean,
): Promise<Entry> {
  // A name that is not UTF-8 cannot be opened by its decoded form.
  if (path.at(-1)?.includes('\ufffd')) {
    return { path, isFile: false, isDirectory: false, size: undefined };
  }
  if (isDirectory) {
    return { path, isFile: false, isDirectory, size: 0 };
  }
  try {
    const stat = await lstat(join(directory, ...path));
    return { path, isFile: stat.isFile(), isDirectory, size: stat.size };
  } catch (error) {
    return cannotBeRead(path, error);
  }
}

/** Removed files have no size. */
function cannotBeRead(path: readonly string[], error: unknown): Entry {
  const isGone = (error as NodeJS.ErrnoException).code === 'ENOENT';
  return {
    path,
    isFile: false,
    isDirectory: false,
    size: isGone ? 0 : undefined,
  };
}
