/** One block of a tar archive, in bytes. */
const BLOCK = 512;

/** A file of an archive; the name is ASCII and has at most 100 characters. */
export interface TarFile {
  readonly name: string;
  readonly content: Uint8Array;
}

/**
 * An archive of plain files in the ustar format of POSIX.1, which all readers take.
 * @see https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html
 */
export function tarOf(files: readonly TarFile[]): Blob {
  const parts = files.flatMap(({ name, content }) => [
    header(name, content.length),
    Uint8Array.from(content),
    new Uint8Array(-content.length & (BLOCK - 1)),
  ]);
  // Two empty blocks are its end.
  return new Blob([...parts, new Uint8Array(2 * BLOCK)], {
    type: 'application/x-tar',
  });
}

function header(name: string, size: number): Uint8Array {
  const block = new Uint8Array(BLOCK);
  const write = (text: string, at: number) =>
    block.set(new TextEncoder().encode(text), at);
  const octal = (value: number, digits: number) =>
    `${value.toString(8).padStart(digits, '0')}\0`;
  write(name, 0);
  write(octal(0o644, 7), 100);
  write(octal(0, 7), 108);
  write(octal(0, 7), 116);
  write(octal(size, 11), 124);
  write(octal(0, 11), 136);
  // The sum counts its own field as blanks.
  write(' '.repeat(8), 148);
  write('0', 156);
  write('ustar\x0000', 257);
  const sum = block.reduce((total, byte) => total + byte, 0);
  write(`${octal(sum, 6)} `, 148);
  return block;
}
