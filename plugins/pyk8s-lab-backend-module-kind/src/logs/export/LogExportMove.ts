import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { exportedFiles, keptPath, type ExportedFile } from './LogExportFiles';
import { redactLog } from './LogExportRedaction';

/**
 * Errors of names and permissions that only a hostile node gives to its files; the
 * other files are still exported.
 */
const ODD = new Set(['EACCES', 'EEXIST', 'EISDIR', 'ENOENT', 'ENOTDIR']);

/** The files that kind gets from Docker, not from a program in the node. */
const OF_CONTAINER = 'serial.log';

/** The result of moving logs. */
export interface MovedLogs {
  /** The number of files of nodes. */
  readonly ofNodes: number;
  /** True when an allowed file was left out. */
  readonly truncated: boolean;
}

/**
 * Moves the files that may leave the host to another directory, and redacts secrets.
 * Small files come first, so that a huge file does not displace others.
 *
 * @param options - stopped: nodes of which kind has only the output of containers
 * @throws the reason of the signal when it aborts
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

/** A file that may leave the host, and its target. */
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
 * True for a file that kind got from a program in a stopped node: it contains Docker's
 * error instead of a log.
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
  // A moved file is counted once.
  await rm(from);
  return { bytes, isCut };
}

/** Reads a log as text; a compressed one as far as it is intact. */
async function* readLog(file: string): AsyncGenerator<Buffer, void> {
  const read = createReadStream(file);
  if (!file.endsWith('.gz')) {
    yield* read;
    return;
  }
  const unzip = createGunzip();
  // A failed read ends the decompression.
  read.once('error', error => unzip.destroy(error));
  try {
    yield* Readable.from(read.pipe(unzip));
  } catch (error) {
    // Truncated with the export, or not a valid archive.
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
