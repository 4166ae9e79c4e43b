import { kubeletLines } from './kubeletLines';

const FILE = [
  '2026-12-01T09:00:00.1Z stdout F first',
  '2026-12-01T09:00:00.12+02:00 stderr F  two  spaces',
  '2026-12-01T09:00:01Z stdout P a long ',
  '2026-12-01T09:00:02Z stdout P line ',
  '2026-12-01T09:00:03Z stdout F in three',
  '2026-12-01T09:00:04Z stdout F ',
  'nothing that a runtime writes',
  '2026-12-01T09:00:05Z stdout F:x é',
  '2026-12-01T09:00:06Z stdout F without an end',
].join('\n');

const PRINTED = [
  '2026-12-01T09:00:00.1Z first',
  '2026-12-01T09:00:00.12+02:00  two  spaces',
  '2026-12-01T09:00:01Z a long line in three',
  '2026-12-01T09:00:04Z ',
  'nothing that a runtime writes',
  '2026-12-01T09:00:05Z é',
  '2026-12-01T09:00:06Z without an end',
].join('\n');

async function printed(bytes: Buffer, size: number): Promise<string> {
  async function* pieces() {
    for (let at = 0; at < bytes.length; at += size) {
      yield bytes.subarray(at, at + size);
    }
  }
  return Buffer.concat(await all(kubeletLines(pieces()))).toString();
}

async function all(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array[]> {
  const taken: Uint8Array[] = [];
  for await (const chunk of chunks) {
    taken.push(chunk);
  }
  return taken;
}

describe('kubeletLines', () => {
  it.each([1, 3, 50, 10_000])(
    'are as the kubelet prints them, from pieces of %s bytes',
    async size => {
      expect(await printed(Buffer.from(FILE), size)).toBe(PRINTED);
    },
  );

  it('keep only the start of a line in memory', async () => {
    const long = Buffer.alloc(20 * 2 ** 20, 'a');
    const began = performance.now();
    expect(await printed(long, 64 * 1024)).toHaveLength(long.length);
    expect(performance.now() - began).toBeLessThan(5_000);
  });
});
