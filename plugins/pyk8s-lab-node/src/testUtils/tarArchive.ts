/** A regular file in a tar archive. */
export interface TarEntry {
  /** ASCII, of at most 100 characters. */
  readonly name: string;
  readonly size: number;
  /** Defaults to 0644. */
  readonly mode?: number;
  /** Exactly `size` bytes. */
  content(): Iterable<Buffer>;
}

const BLOCK_BYTES = 512;
const END_BLOCKS = 2;
const NAME_BYTES = 100;
/** The start of 2026: a constant, so that archives are reproducible. */
const MODIFIED_SECONDS = 1_767_225_600;

/** The size of the archive of some entries, in bytes. */
export function tarSize(entries: readonly TarEntry[]): number {
  const blocks = entries.reduce(
    (sum, { size }) => sum + 1 + Math.ceil(size / BLOCK_BYTES),
    END_BLOCKS,
  );
  return blocks * BLOCK_BYTES;
}

/**
 * Generates a tar archive as it is read: archives of tests can be larger than memory,
 * and archives within archives need their size in advance.
 */
export function* tarOf(entries: readonly TarEntry[]): Iterable<Buffer> {
  for (const entry of entries) {
    yield header(entry);
    yield* entry.content();
    const rest = entry.size % BLOCK_BYTES;
    if (rest > 0) {
      yield Buffer.alloc(BLOCK_BYTES - rest);
    }
  }
  yield Buffer.alloc(END_BLOCKS * BLOCK_BYTES);
}

/** A header of POSIX.1-1988 (ustar). */
function header({ name, size, mode = 0o644 }: TarEntry): Buffer {
  if (Buffer.byteLength(name) > NAME_BYTES) {
    throw new Error(`A name in an archive is too long: ${name}`);
  }
  const block = Buffer.alloc(BLOCK_BYTES);
  const octal = (value: number, at: number, bytes: number) =>
    block.write(value.toString(8).padStart(bytes - 1, '0'), at);
  block.write(name, 0);
  octal(mode, 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  octal(size, 124, 12);
  octal(MODIFIED_SECONDS, 136, 12);
  block.write(' '.repeat(8), 148);
  block.write('0', 156);
  block.write('ustar\x0000', 257);
  octal(
    block.reduce((sum, byte) => sum + byte, 0),
    148,
    7,
  );
  return block;
}
