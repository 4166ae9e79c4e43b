import { constants, type Dir, type Dirent } from 'node:fs';
import { open, opendir, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';

/** What is found below a directory. */
export interface FoundEntry {
  /** Where it is below the directory, in parts. */
  readonly path: readonly string[];
  /** Why it is no file that can be read, if it is none. */
  readonly problem?: string;
}

export const UNREADABLE = 'cannot be read';
const CHUNK_BYTES = 65_536;

/**
 * Finds all that is below a directory except for the directories, in order of their
 * names, the files of a directory before what is below it. Follows no links.
 *
 * @throws Error when there is no such directory; one below it is a problem
 */
export async function* filesBelow(
  directory: string,
): AsyncGenerator<FoundEntry, void> {
  yield* below(directory, [], await opendir(directory));
}

async function* below(
  directory: string,
  path: readonly string[],
  opened: Dir,
): AsyncGenerator<FoundEntry, void> {
  const entries: Dirent[] = [];
  for await (const entry of opened) {
    entries.push(entry);
  }
  entries.sort(byName);
  for (const entry of entries.filter(found => !found.isDirectory())) {
    yield {
      path: [...path, entry.name],
      problem: entry.isFile() ? undefined : 'is not a file',
    };
  }
  for (const { name } of entries.filter(found => found.isDirectory())) {
    const there = [...path, name];
    // A name that is not UTF-8 names nothing.
    const next = await opendir(join(directory, ...there)).catch(
      () => undefined,
    );
    if (next) {
      yield* below(directory, there, next);
    } else {
      yield { path: there, problem: UNREADABLE };
    }
  }
}

/**
 * Opens a file to be read; never what another has put in its place meanwhile.
 * @returns undefined when it is none, or cannot be read
 */
export async function openFile(file: string): Promise<FileHandle | undefined> {
  let handle: FileHandle;
  try {
    handle = await open(
      file,
      // Opening a pipe without a writer would block.
      constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK,
    );
  } catch {
    return undefined;
  }
  if ((await handle.stat()).isFile()) {
    return handle;
  }
  await handle.close();
  return undefined;
}

/** The first bytes of an open file; fewer, if it has got shorter. */
export async function* contentOf(
  handle: FileHandle,
  size: number,
): AsyncGenerator<Uint8Array, void> {
  for (let position = 0; position < size; ) {
    // One for each time: what reads it may keep it for a while.
    const buffer = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, size - position));
    const { bytesRead } = await handle.read({ buffer, position });
    if (bytesRead === 0) {
      return;
    }
    position += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

/** By their code units, so that it is the same everywhere. */
function byName(a: Dirent, b: Dirent): number {
  if (a.name === b.name) {
    return 0;
  }
  return a.name < b.name ? -1 : 1;
}
