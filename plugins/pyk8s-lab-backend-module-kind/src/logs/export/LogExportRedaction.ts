import { setImmediate as turn } from 'node:timers/promises';
import { LogRedaction } from '../LogRedaction';

/** So much is looked at at once. */
const PIECE_BYTES = 65_536;
/** Other work gets its turn after that: it takes some milliseconds. */
const TURN_BYTES = 262_144;

/** Redacts a log of any length, and lets other work have its turn meanwhile. */
export async function* redactLog(
  chunks: AsyncIterable<Buffer>,
): AsyncGenerator<Buffer, void> {
  const redaction = new LogRedaction();
  let bytesSinceTurn = 0;
  for await (const chunk of chunks) {
    for (let from = 0; from < chunk.length; from += PIECE_BYTES) {
      const piece = chunk.subarray(from, from + PIECE_BYTES);
      yield redaction.write(piece);
      bytesSinceTurn += piece.length;
      if (bytesSinceTurn >= TURN_BYTES) {
        bytesSinceTurn = 0;
        await turn();
      }
    }
  }
  const rest = redaction.end();
  if (rest.length > 0) {
    yield rest;
  }
}
