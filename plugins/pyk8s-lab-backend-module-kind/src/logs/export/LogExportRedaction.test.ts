import { redactLog } from './LogExportRedaction';
import { LogRedaction } from '../LogRedaction';

async function redacted(chunks: readonly Buffer[]): Promise<string> {
  const all: Buffer[] = [];
  async function* source() {
    yield* chunks;
  }
  for await (const chunk of redactLog(source())) {
    all.push(chunk);
  }
  return Buffer.concat(all).toString();
}

describe('redactLog', () => {
  const log = [
    'the first',
    '',
    'Nov 21 07:14:37 node kernel: eth0',
    'joining with abcdef.0123456789abcdef',
    'x '.repeat(100_000),
    'Grüße \u{1f44b}',
  ].join('\n');
  const clean = log
    .replace(/.*eth0\n/, '')
    .replace('abcdef.0123456789abcdef', '[redacted]');

  it.each([1, 100, 65_537, 1_000_000])(
    'is the same for chunks of %i bytes',
    async size => {
      // Long lines in single bytes are slow, and cover no more than a short one.
      const text = size === 1 ? log.replace(/(x )+/, 'x ') : log;
      const bytes = Buffer.from(text);
      const chunks: Buffer[] = [];
      for (let at = 0; at < bytes.length; at += size) {
        chunks.push(bytes.subarray(at, at + size));
      }

      expect(await redacted(chunks)).toBe(
        size === 1 ? clean.replace(/(x )+/, 'x ') : clean,
      );
    },
  );

  it.each(['\n', 'no end', '', 'an end\n', '\n\n'])(
    'keeps the ending %j',
    async text => {
      expect(await redacted([Buffer.from(text)])).toBe(text);
    },
  );

  // Rereading the buffer with each byte would take minutes.
  it('takes linear time for a line in single bytes', () => {
    const redaction = new LogRedaction();
    const letter = Buffer.from('x');
    let bytes = 0;
    for (let n = 0; n < 1_000_000; n++) {
      bytes += redaction.write(letter).length;
    }
    expect(bytes + redaction.end().length).toBe(1_000_000);
  });

  it('does not block the event loop with a large log', async () => {
    let turns = 0;
    let timer = setImmediate(function count() {
      turns += 1;
      timer = setImmediate(count);
    });

    await redacted([Buffer.alloc(2 ** 20, 'words\n')]);
    clearImmediate(timer);

    expect(turns).toBeGreaterThanOrEqual(3);
  });
});
