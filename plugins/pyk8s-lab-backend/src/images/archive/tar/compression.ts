import { InputError } from '@backstage/errors';
import { formatBytes } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { pipeline, Readable, type Transform } from 'node:stream';
import zlib from 'node:zlib';

/** How something is compressed that is read here. */
export type Compression = 'gzip' | 'zstd';

/** How many of the first bytes tell how something is compressed. */
export const MAGIC_BYTES = 6;

const CHUNK_BYTES = 65_536;

/**
 * The largest window of Zstandard that is read, as a power of two: 128 MiB, which is
 * held in memory. It is what `zstd` itself reads without being asked to, so that all
 * that it writes with `--long` or `--ultra -22` is read here. Named, so that another
 * version of Node.js does not change what an upload may take.
 */
const ZSTD_WINDOW_LOG = 27;

const MAGIC: Readonly<Record<Compression, readonly number[]>> = {
  gzip: [0x1f, 0x8b],
  zstd: [0x28, 0xb5, 0x2f, 0xfd],
};

/** What people send as well, with what they can do. */
const OTHERS: readonly {
  readonly name: string;
  readonly magic: readonly number[];
  readonly undo: string;
}[] = [
  {
    name: 'xz',
    magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00],
    undo: 'xz -d app.tar.xz',
  },
  { name: 'bzip2', magic: [0x42, 0x5a, 0x68], undo: 'bzip2 -d app.tar.bz2' },
  { name: 'LZ4', magic: [0x04, 0x22, 0x4d, 0x18], undo: 'lz4 -d app.tar.lz4' },
  { name: 'zip', magic: [0x50, 0x4b, 0x03, 0x04], undo: 'unzip app.zip' },
  {
    name: '7-Zip',
    magic: [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c],
    undo: '7z x app.7z',
  },
];

/** @param head - its first {@link MAGIC_BYTES} bytes, or all of what is shorter */
export function compressionOf(head: Buffer): Compression | undefined {
  return (['gzip', 'zstd'] as const).find(name =>
    startsWith(head, MAGIC[name]),
  );
}

/** @throws InputError for what is compressed in a way that is not read here */
export function refuseOtherCompression(head: Buffer): void {
  const other = OTHERS.find(({ magic }) => startsWith(head, magic));
  if (other) {
    throw new InputError(
      `The archive is compressed with ${other.name}, which is not read here: decompress it first (${other.undo}), or compress it with gzip or Zstandard.`,
    );
  }
}

/** What was compressed cannot be read. */
export class CompressionError extends Error {
  /** True when only the beginning of it has come. */
  readonly isCutOff: boolean;

  constructor(cause: Error & { readonly code?: string }) {
    super(
      cause.code === 'ERR_STREAM_PREMATURE_CLOSE'
        ? 'something else follows it'
        : cause.message,
      { cause },
    );
    this.isCutOff = cause.code === 'Z_BUF_ERROR';
  }
}

/**
 * Reads what is compressed, piece by piece. A reader that stops ends the source.
 * @throws CompressionError, what reading the source throws, or InputError when this
 *   Node.js knows no Zstandard, or when reading it took too much memory
 */
export async function* decompressed(
  source: AsyncIterable<Buffer>,
  compression: Compression,
): AsyncGenerator<Buffer> {
  let failure: { readonly error: unknown } | undefined;
  const watched = (async function* watch() {
    try {
      yield* source;
    } catch (error) {
      failure = { error };
      throw error;
    }
  })();
  const result = decompressor(compression);
  // Its errors come to the reader of the result.
  pipeline(Readable.from(watched, { objectMode: false }), result, () => {});
  try {
    yield* result;
  } catch (error) {
    throw failure ? failure.error : explain(error as Error);
  }
}

function explain(error: Error & { readonly code?: string }): Error {
  return error.code === 'ZSTD_error_frameParameter_windowTooLarge'
    ? new InputError(
        `This is compressed with a window of Zstandard that is larger than ${formatBytes(
          2 ** ZSTD_WINDOW_LOG,
        )}, which is what is read here: compress it again without --long.`,
      )
    : new CompressionError(error);
}

function decompressor(compression: Compression): Transform {
  if (compression === 'gzip') {
    return zlib.createGunzip({ chunkSize: CHUNK_BYTES });
  }
  // Node.js has it from 22.15 on, and Backstage runs with older ones.
  if (typeof zlib.createZstdDecompress !== 'function') {
    throw new InputError(
      'This is compressed with Zstandard, which the portal reads only with Node.js 22.15 or newer: decompress it first (zstd -d app.tar.zst), or compress it with gzip.',
    );
  }
  return zlib.createZstdDecompress({
    chunkSize: CHUNK_BYTES,
    params: { [zlib.constants.ZSTD_d_windowLogMax]: ZSTD_WINDOW_LOG },
  });
}

function startsWith(head: Buffer, magic: readonly number[]): boolean {
  return magic.every((byte, index) => head[index] === byte);
}
