import type { FileHandle } from 'node:fs/promises';
import type { ScannedTar } from './TarScanner';
import { damaged, endsEarly } from '../messages';

const BLOCK_BYTES = 512;
/** Two empty blocks end an archive. */
const END_BYTES = 2 * BLOCK_BYTES;

/**
 * Checks that an archive ends once, where its entries end. Without that, one that was
 * cut off between two entries would look complete; and containerd would not see what
 * comes after an end, as of two archives in one file.
 *
 * @throws InputError
 */
export async function checkEnd(
  file: FileHandle,
  { endsAt, gaps }: ScannedTar,
): Promise<void> {
  for (const gap of gaps) {
    if (isEmpty(await readAt(file, gap, BLOCK_BYTES))) {
      throw damaged('after its end there is more');
    }
  }
  const end = await readAt(file, endsAt, END_BYTES);
  if (end.length < END_BYTES || !isEmpty(end)) {
    throw endsEarly();
  }
}

async function readAt(
  file: FileHandle,
  position: number,
  bytes: number,
): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read({
    buffer: Buffer.alloc(bytes),
    position,
  });
  return buffer.subarray(0, bytesRead);
}

function isEmpty(bytes: Buffer): boolean {
  return bytes.every(byte => byte === 0);
}
