import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { exportedFiles, keptPath, type ExportedFile } from './LogExportFiles';
import { redactLog } from './LogExportRedaction';

/**
 * What happens with names and permissions that only a node which means ill gives to
 * its files: no reason to lose the others.
 */
const ODD = new Set(['EACCES', 'EEXIST', 'EISDIR', 'ENOENT', 'ENOTDIR']);

/** What kind has from Docker itself, and not from a program in the node. */
const OF_CONTAINER = 'serial.log';

/** What came of moving logs. */
export interface MovedLogs {
  /** How many files of nodes have come. */
  readonly ofNodes: number;
  /** True when something of what may leave was left out. */
  readonly truncated: boolean;
}

/**
 * Moves what may leave the host from one directory to another, without what looks
 * like a secret. Small files come first, so that one that is huge takes no room from
 * the others.
 *
 * @param options - stopped: nodes of which kind has but what their containers printed
 * @throws whatever the signal aborts with
 */
export async function moveLogs(
  from: string,
  to: string,
  options: {
    maxBytes: number;
    stopped: ReadonlySet<string>;
    signal: AbortSignal;
  },
): Promise<MovedLogs> {
  const { maxBytes, stopped, signal } = options;
  let left = maxBytes;
  let ofNodes = 0;
  const { files, isAll } = await keptFiles(from, stopped);
  signal.throwIfAborted();
  let truncated = !isAll;
  for (const { path, kept } of files) {
    const move = { from: join(from, ...path), to: join(to, ...kept) };
    try {
      const { bytes, isCut } = await moveLog(move, left, signal);
      left -= bytes;
      ofNodes += path.length > 1 ? 1 : 0;
      if (isCut) {
        return { ofNodes, truncated: true };
      }
    } catch (error) {
      signal.throwIfAborted();
      if (!ODD.has((error as NodeJS.ErrnoException).code ?? '')) {
        throw error;
      }
      truncated = true;
    }
  }
  return { ofNodes, truncated };
}

/** A file that may leave the host, and where it is kept then. */
interface KeptFile extends ExportedFile {
  readonly kept: readonly string[];
}

async function keptFiles(
  directory: string,
  stopped: ReadonlySet<string>,
): Promise<{ files: KeptFile[]; isAll: boolean }> {
  const { files, isAll } = await exportedFiles(directory);
  const keptOnes = files.flatMap(file => {
    const kept = keptPath(file.path);
    return kept && !isDockersAnswer(file.path, stopped)
      ? [{ ...file, kept }]
      : [];
  });
  return { files: keptOnes.sort((a, b) => a.size - b.size), isAll };
}

/**
 * True for a file that kind has from a program in a node which does not run: it has
 * Docker's error in it, under the name of a log.
 */
function isDockersAnswer(
  [node, ...inNode]: readonly string[],
  stopped: ReadonlySet<string>,
): boolean {
  return stopped.has(node) && inNode.join('/') !== OF_CONTAINER;
}

async function moveLog(
  { from, to }: { from: string; to: string },
  maxBytes: number,
  signal: AbortSignal,
): Promise<{ bytes: number; isCut: boolean }> {
  let bytes = 0;
  let isCut = false;
  await mkdir(dirname(to), { recursive: true, mode: 0o700 });
  await pipeline(
    readLog(from),
    async function* limit(chunks: AsyncIterable<Buffer>) {
      for await (const chunk of redactLog(chunks)) {
        const part = chunk.subarray(0, maxBytes - bytes);
        bytes += part.byteLength;
        yield part;
        if (part.byteLength < chunk.byteLength) {
          isCut = true;
          return;
        }
      }
    },
    createWriteStream(to, { flags: 'wx', mode: 0o600 }),
    { signal },
  );
  // What is moved does not take its room twice.
  await rm(from);
  return { bytes, isCut };
}

/** Reads a log in text; one that is compressed as far as it is whole. */
async function* readLog(file: string): AsyncGenerator<Buffer, void> {
  const read = createReadStream(file);
  if (!file.endsWith('.gz')) {
    yield* read;
    return;
  }
  const unzip = createGunzip();
  // A read that fails ends what waits for it.
  read.once('error', error => unzip.destroy(error));
  try {
    yield* Readable.from(read.pipe(unzip));
  } catch (error) {
    // It was cut when the export was, or is what a node passes off as one.
    if (!isZlibError(error)) {
      throw error;
    }
  } finally {
    read.destroy();
    unzip.destroy();
  }
}

function isZlibError(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code?.startsWith('Z_') === true;
}
