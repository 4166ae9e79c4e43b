import type { ImportFailure } from './failure';

/** With what compressed archives begin (RFC 1952, RFC 8878). */
const MAGICS = [
  [0x1f, 0x8b],
  [0x28, 0xb5, 0x2f, 0xfd],
];
const MAGIC_LENGTH = 4;

/** Whether a file is compressed, so that it says nothing of how large it gets. */
export async function isCompressed(file: Blob): Promise<boolean> {
  const bytes = new Uint8Array(await read(file.slice(0, MAGIC_LENGTH)));
  return MAGICS.some(magic =>
    magic.every((byte, index) => bytes[index] === byte),
  );
}

function read(blob: Blob): Promise<ArrayBuffer> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result as ArrayBuffer);
    reader.onerror = () => reject(reader.error);
    reader.readAsArrayBuffer(blob);
  });
}

/** Why a file need not be sent; undefined when it may fit. */
export async function failureOfSize(
  file: Blob,
  maxBytes: number,
): Promise<ImportFailure | undefined> {
  if (file.size === 0) {
    return { why: 'empty' };
  }
  if (file.size <= maxBytes || (await isCompressed(file))) {
    return undefined;
  }
  return { why: 'tooLarge', size: file.size, maxSize: maxBytes };
}
