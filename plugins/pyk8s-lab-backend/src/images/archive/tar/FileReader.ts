import { InputError } from '@backstage/errors';
import { createHash } from 'node:crypto';
import { PayloadTooLargeError } from '../../../errors';
import type { ArchiveFile } from '../ArchiveContent';
import {
  CompressionError,
  compressionOf,
  decompressed,
  MAGIC_BYTES,
} from './compression';
import { damaged, shown } from '../messages';
import { peek } from './peek';

/** What registries take of a manifest at most; configurations are about as large. */
const MAX_TEXT_BYTES = 4 * 2 ** 20;
const MAX_TEXTS_BYTES = 32 * 2 ** 20;
const BLOB = /^blobs\/([a-z0-9]+)\/([a-z0-9]+)$/i;
const SHA256 = /^[a-f0-9]{64}$/;

/** Reads the files of one archive as they come, and keeps little of them. */
export class FileReader {
  readonly #maxBytes: number;
  readonly #limit: string;
  #textBytes = 0;
  #unpackedBytes = 0;

  /**
   * @param options - maxBytes: for all layers together that have to be decompressed to
   *   be checked; limit: the same in words
   */
  static create(options: { maxBytes: number; limit: string }): FileReader {
    return new FileReader(options.maxBytes, options.limit);
  }

  private constructor(maxBytes: number, limit: string) {
    this.#maxBytes = maxBytes;
    this.#limit = limit;
  }

  /**
   * Reads a file to its end.
   * @throws InputError when its content is not what its name promises, or
   *   PayloadTooLargeError
   */
  async read(
    name: string,
    sizeBytes: number,
    content: AsyncIterable<Buffer>,
  ): Promise<ArchiveFile> {
    const { head, rest } = await peek(content, MAGIC_BYTES);
    const hash = createHash('sha256');
    const kept = this.#isText(head, sizeBytes) ? ([] as Buffer[]) : undefined;
    let readBytes = 0;
    const passing = (async function* pass() {
      for await (const chunk of rest) {
        readBytes += chunk.length;
        hash.update(chunk);
        kept?.push(chunk);
        yield chunk;
      }
    })();
    const compression = compressionOf(head);
    let unpackedDigest: string | undefined;
    if (compression && !BLOB.test(name)) {
      unpackedDigest = await this.#digestUnpacked(
        name,
        decompressed(passing, compression),
      );
    } else {
      await drain(passing);
    }
    if (readBytes !== sizeBytes) {
      throw damaged(`${shown(name)} goes on after the end of what it holds`);
    }
    const hex = hash.digest('hex');
    checkBlob(name, hex);
    const digest = `sha256:${hex}`;
    return {
      name,
      sizeBytes,
      digest,
      unpackedDigest: compression ? unpackedDigest : digest,
      text: kept && Buffer.concat(kept).toString('utf8'),
    };
  }

  /** Whether it may be JSON that is needed: a layer has a tar header first. */
  #isText(head: Buffer, sizeBytes: number): boolean {
    if (
      sizeBytes > MAX_TEXT_BYTES ||
      !/^\s*[[{]/.test(head.toString('latin1', 0, 64))
    ) {
      return false;
    }
    this.#textBytes += sizeBytes;
    if (this.#textBytes > MAX_TEXTS_BYTES) {
      throw new InputError(
        'The archive has more manifests and configurations of images than are read at once: save fewer images into one archive.',
      );
    }
    return true;
  }

  /** The digest by which a configuration knows a layer. */
  async #digestUnpacked(
    name: string,
    content: AsyncIterable<Buffer>,
  ): Promise<string> {
    const hash = createHash('sha256');
    try {
      for await (const chunk of content) {
        this.#unpackedBytes += chunk.length;
        if (this.#unpackedBytes > this.#maxBytes) {
          throw new PayloadTooLargeError(
            `The layers of the image take more than ${this.#limit}.`,
          );
        }
        hash.update(chunk);
      }
    } catch (error) {
      throw error instanceof CompressionError
        ? damaged(`${shown(name)} cannot be decompressed (${error.message})`)
        : error;
    }
    return `sha256:${hash.digest('hex')}`;
  }
}

/** @throws InputError */
function checkBlob(name: string, hex: string): void {
  const [, algorithm, expected] = BLOB.exec(name) ?? [];
  if (algorithm !== 'sha256') {
    // Nothing can refer to it: what refers to blobs names them by their SHA-256.
    return;
  }
  if (!SHA256.test(expected) || hex !== expected) {
    throw damaged(
      `the checksum of ${shown(name)} is wrong, it is sha256:${hex}`,
    );
  }
}

async function drain(content: AsyncIterable<Buffer>): Promise<void> {
  for await (const _ of content) {
    // What is read is looked at on its way.
  }
}
