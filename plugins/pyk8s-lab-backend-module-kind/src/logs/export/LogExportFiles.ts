import { lstat, opendir } from 'node:fs/promises';
import { join } from 'node:path';

/** A file or a directory takes at least so much of a disk, if only for its name. */
const ENTRY_BYTES = 1_024;
/** The export of a cluster with some hundred pods has a few thousand. */
const MAX_ENTRIES = 20_000;
/** Logs of pods are five directories down. */
const MAX_DEPTH = 20;
/** Entries that are looked at at once: one by one takes long where others work, too. */
const AT_ONCE = 64;

/** A file that kind has exported. */
export interface ExportedFile {
  /** Where it is, in parts. */
  readonly path: readonly string[];
  /** In bytes. */
  readonly size: number;
}

/**
 * Where a file of kind's export is kept, or undefined for what does not leave the
 * host. It names what may, so that what a later kind adds stays until somebody has
 * looked at it. Not among it:
 *
 * - `docker-info.txt`: the host, its Docker, registries and proxies.
 * - `<node>/inspect.json`: paths of the host, its networks, and the node's
 *   environment, in which a proxy's password can be.
 * - `<node>/journal/`: the journal as a binary, which cannot be searched for secrets;
 *   `journal.log` is its text.
 * - `<node>/containers/`: the same files as in `<node>/pods/`, once more.
 * - `wtmp`, `lastlog` and whatever else is no log in text.
 *
 * @param path - in parts
 * @returns in parts, too; the name of what is compressed has no `.gz`, as it is kept
 *   in text
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
  // The kubelet rotates 0.log to 0.log.20261121-101500, and compresses it then.
  return /\.log(\.[\w-]+)*$/.test(name)
    ? [...path.slice(0, -1), name.replace(/\.gz$/, '')]
    : undefined;
}

/** What was found below a directory. */
export interface ExportedFiles {
  readonly files: readonly ExportedFile[];
  /** False when there is more than is looked at. */
  readonly isAll: boolean;
}

/** The files below a directory, as far as they can be seen. Follows no links. */
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
 * True when more is below a directory than may be, in bytes or in entries. It looks
 * no further than that: somebody may be writing there faster than it can look. What
 * it cannot look at may be of any size, and is more, too.
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

/** What is below a directory: a file, a directory or something else. */
interface Entry {
  readonly path: readonly string[];
  readonly isFile: boolean;
  readonly isDirectory: boolean;
  /** In bytes, without what is below it; undefined when nobody can tell. */
  readonly size: number | undefined;
}

/**
 * Looks at what is below a directory, what is higher up first: what every node has
 * comes before what one of them has too much of.
 *
 * @param onEntry - false ends it
 * @returns false when it was ended, or when there are too many entries or levels
 */
async function visit(
  directory: string,
  onEntry: (entry: Entry) => boolean,
): Promise<boolean> {
  const directories: (readonly string[])[] = [[]];
  let entries = 0;
  // Grows meanwhile.
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
  // A node gave it a name that is not UTF-8: by this one nobody finds it.
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

/** What is gone again takes no room. */
function cannotBeRead(path: readonly string[], error: unknown): Entry {
  const isGone = (error as NodeJS.ErrnoException).code === 'ENOENT';
  return {
    path,
    isFile: false,
    isDirectory: false,
    size: isGone ? 0 : undefined,
  };
}
