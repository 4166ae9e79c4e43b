import { open } from 'node:fs/promises';
import { unlessAborted } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';

/** What was put into a file. */
export interface WrittenText {
  readonly size: number;
  /** True when there was more than may be. */
  readonly isCut: boolean;
}

/**
 * Puts text into a new file, since a tar archive says how long a file is before it
 * has it, and the text may be too long for memory.
 *
 * @param pieces - is asked for no more once there is no room
 * @param options - maxBytes: no more is kept; wholePieces: a piece that does not fit
 *   is left out instead of cut
 */
export async function writeText(
  pieces: AsyncIterable<string>,
  file: string,
  options: {
    readonly maxBytes: number;
    readonly wholePieces: boolean;
    readonly signal: AbortSignal;
  },
): Promise<WrittenText> {
  const { maxBytes, wholePieces, signal } = options;
  const handle = await open(file, 'wx', 0o600);
  const iterator = pieces[Symbol.asyncIterator]();
  let size = 0;
  let isCut = false;
  let isOver = false;
  try {
    while (!isCut) {
      const next = await unlessAborted(
        Promise.resolve(iterator.next()),
        signal,
      );
      if (next.done) {
        isOver = true;
        break;
      }
      const bytes = Buffer.from(next.value);
      const room = maxBytes - size;
      isCut = bytes.byteLength > room;
      const kept = isCut ? bytes.subarray(0, wholePieces ? 0 : room) : bytes;
      await handle.writeFile(kept);
      size += kept.byteLength;
    }
    return { size, isCut };
  } finally {
    await handle.close();
    if (!isOver) {
      // One that waits for something ends when that has come: it is not waited for.
      Promise.resolve(iterator.return?.()).catch(() => undefined);
    }
  }
}
