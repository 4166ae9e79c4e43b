import { setImmediate as turn } from 'node:timers/promises';
import { LogRedaction } from '../LogRedaction';

/** The size of one step. */
const PIECE_BYTES = 65_536;
/** The event loop gets a turn after this size, which takes some milliseconds. */
const TURN_BYTES = 262_144;

/** Redacts a log of any length without blocking the event loop. */
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
