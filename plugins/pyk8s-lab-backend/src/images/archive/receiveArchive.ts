import { InputError } from '@backstage/errors';
import { formatBytes } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { open, rm, type FileHandle } from 'node:fs/promises';
import { addAbortSignal, type Readable } from 'node:stream';
import { PayloadTooLargeError } from '../../errors';
import { checkEnd } from './tar/checkEnd';
import {
  CompressionError,
  compressionOf,
  decompressed,
  MAGIC_BYTES,
  refuseOtherCompression,
  type Compression,
} from './tar/compression';
import { FileReader } from './tar/FileReader';
import { resolveImages, type ArchiveImage } from './resolveImages';
import { TarScanner, type ScannedTar } from './tar/TarScanner';
import { peek } from './tar/peek';
import { damaged, endsEarly, SEND_INSTEAD } from './messages';

const FILE_MODE = 0o600;

/** How an image archive is received. */
export interface ReceiveArchiveOptions {
  /** Where it is written to. There must be nothing yet. */
  readonly path: string;
  /** How large it may be, uncompressed. */
  readonly maxBytes: number;
  /** What its images have to be made for: `linux/amd64`. */
  readonly platform: string;
  /** Ends it; what has come is removed then. */
  readonly signal: AbortSignal;
  /** Called with how many bytes have come, as they came, compressed or not. */
  onProgress(receivedBytes: number): void;
}

/** An image archive that has come whole, and is right. */
export interface ReceivedArchive {
  /** Of the tar archive at `path`, which is not compressed. */
  readonly sizeBytes: number;
  /** Of all its images, as containerd will name them. */
  readonly names: readonly string[];
  readonly images: readonly ArchiveImage[];
}

/**
 * Writes an image archive into a file, uncompressed, and checks it while it comes:
 * that it is complete, that every checksum is right, and that its images have names
 * and are made for a platform. Of an archive, only its manifests are in memory.
 *
 * @param body - is read, and destroyed when it is not read to its end
 * @throws InputError saying what is wrong with it and what to do, or
 *   PayloadTooLargeError; what reading the body or writing the file throws, or the
 *   signal's reason. Nothing is left at `path` then.
 */
export async function receiveArchive(
  body: Readable,
  options: ReceiveArchiveOptions,
): Promise<ReceivedArchive> {
  const { path, signal, platform } = options;
  // A source that fails later than it is read must not bring the process down.
  body.on('error', () => undefined);
  try {
    signal.throwIfAborted();
    const file = await open(path, 'wx+', FILE_MODE);
    try {
      addAbortSignal(signal, body);
      const { scanned, sizeBytes } = await receive(body, file, options);
      await checkEnd(file, scanned);
      const images = resolveImages(scanned.content, platform);
      signal.throwIfAborted();
      await file.close();
      return { sizeBytes, names: images.flatMap(({ names }) => names), images };
    } catch (error) {
      await file.close();
      await rm(path, { force: true });
      throw error;
    }
  } catch (error) {
    throw signal.aborted ? signal.reason : error;
  } finally {
    body.destroy();
  }
}

async function receive(
  body: Readable,
  file: FileHandle,
  { maxBytes, onProgress }: ReceiveArchiveOptions,
): Promise<{ scanned: ScannedTar; sizeBytes: number }> {
  const limit = `${formatBytes(
    maxBytes,
  )} uncompressed, the maximum for an import (pyk8sLab.images.maxArchive)`;
  const { head, rest } = await peek(metered(body, onProgress), MAGIC_BYTES);
  if (head.length === 0) {
    throw new InputError(`Nothing was sent: ${SEND_INSTEAD}.`);
  }
  refuseOtherCompression(head);
  const compression = compressionOf(head);
  const scanner = TarScanner.create({
    reader: FileReader.create({ maxBytes, limit }),
  });
  let sizeBytes = 0;
  try {
    for await (const chunk of compression
      ? decompressedArchive(rest, compression)
      : rest) {
      sizeBytes += chunk.length;
      if (sizeBytes > maxBytes) {
        throw new PayloadTooLargeError(`The archive takes more than ${limit}.`);
      }
      // Of a file handle this goes on where the last one has ended.
      await file.writeFile(chunk);
      await scanner.write(chunk);
    }
    return { scanned: await scanner.end(), sizeBytes };
  } finally {
    scanner.destroy();
  }
}

async function* metered(
  body: Readable,
  onProgress: (receivedBytes: number) => void,
): AsyncGenerator<Buffer> {
  let received = 0;
  for await (const chunk of body) {
    received += chunk.length;
    onProgress(received);
    yield chunk;
  }
}

async function* decompressedArchive(
  source: AsyncIterable<Buffer>,
  compression: Compression,
): AsyncGenerator<Buffer> {
  try {
    yield* decompressed(source, compression);
  } catch (error) {
    if (!(error instanceof CompressionError)) {
      throw error;
    }
    throw error.isCutOff
      ? endsEarly()
      : damaged(
          `it cannot be decompressed (${error.message}); Zstandard is read in one frame only`,
        );
  }
}
