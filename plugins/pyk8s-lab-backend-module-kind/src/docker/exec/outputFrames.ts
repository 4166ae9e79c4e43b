import type { OnProgramOutput } from '../DockerHost';

/** The header of a frame: its stream, three zeros, and its length in four bytes. */
const HEADER_BYTES = 8;
const STDERR = 2;

/**
 * Reads the output of a program without a terminal, which Docker sends in frames.
 * Content is passed on as it arrives, and no more is read until the handler is done:
 * neither a slow handler nor a long frame costs memory.
 *
 * @param connection - ends with the output, possibly within a frame
 */
export async function readFrames(
  connection: AsyncIterable<Uint8Array>,
  onOutput: OnProgramOutput,
): Promise<void> {
  const header = Buffer.alloc(HEADER_BYTES);
  let headerBytes = 0;
  let left = 0;
  for await (const chunk of connection) {
    let at = 0;
    while (at < chunk.length) {
      if (left === 0) {
        const part = chunk.subarray(at, at + HEADER_BYTES - headerBytes);
        header.set(part, headerBytes);
        headerBytes += part.length;
        at += part.length;
        if (headerBytes === HEADER_BYTES) {
          left = header.readUInt32BE(4);
          headerBytes = 0;
        }
      } else {
        const part = chunk.subarray(at, at + left);
        left -= part.length;
        at += part.length;
        await onOutput(header[0] === STDERR ? 'stderr' : 'stdout', part);
      }
    }
  }
}
