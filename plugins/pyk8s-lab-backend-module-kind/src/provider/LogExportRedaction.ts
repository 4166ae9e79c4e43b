import { setImmediate as turn } from 'node:timers/promises';
import { Redactor } from '../kindCli';

/** A longer line is looked at in pieces. */
const MOST_LINE = 65_536;
/** Other work gets its turn after that: it takes some milliseconds. */
const TURN_BYTES = 262_144;
/** What does not stand within a secret, so that a piece may end there. */
const BETWEEN = /[\s,;"'(){}<>|]/;
/**
 * A line of the kernel in the journal. The kernel is the host's: what it says is about
 * every lab, and all else that runs there.
 */
const OF_KERNEL = /^\w{3} [ \d]\d [\d:]{8} \S+ kernel: /;

/**
 * Takes what looks like a secret out of a log of any length, line after line. What is
 * no text stays as it is.
 */
export async function* redactLog(
  chunks: AsyncIterable<Buffer>,
): AsyncGenerator<Buffer, void> {
  const redactor = new Redactor();
  const redact = (line: string, end: string = '') =>
    OF_KERNEL.test(line) ? '' : redactor.line(line) + end;
  let rest = '';
  let bytesSinceTurn = 0;
  for await (const chunk of chunks) {
    for (let from = 0; from < chunk.length; from += MOST_LINE) {
      // Each byte is a letter then, and comes out as the byte that it was.
      const part = chunk.toString('latin1', from, from + MOST_LINE);
      const lines = (rest + part).split('\n');
      rest = lines.pop() ?? '';
      let text = lines.map(line => redact(line, '\n')).join('');
      while (rest.length > MOST_LINE) {
        const end = pieceEnd(rest);
        text += redact(rest.slice(0, end));
        rest = rest.slice(end);
      }
      yield Buffer.from(text, 'latin1');
      bytesSinceTurn += part.length;
      if (bytesSinceTurn >= TURN_BYTES) {
        bytesSinceTurn = 0;
        await turn();
      }
    }
  }
  if (rest !== '') {
    yield Buffer.from(redact(rest), 'latin1');
  }
}

/** Where a piece of a line that is too long ends. */
function pieceEnd(line: string): number {
  for (let end = MOST_LINE; end > MOST_LINE / 2; end--) {
    if (BETWEEN.test(line[end - 1])) {
      return end;
    }
  }
  return MOST_LINE;
}
