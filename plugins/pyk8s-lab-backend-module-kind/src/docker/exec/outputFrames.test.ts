import type { OnProgramOutput } from '../DockerHost';
import { readFrames } from './outputFrames';

function frame(stream: 0 | 1 | 2, text: string): Buffer {
  const header = Buffer.alloc(8);
  header[0] = stream;
  header.writeUInt32BE(Buffer.byteLength(text), 4);
  return Buffer.concat([header, Buffer.from(text)]);
}

/** Cuts bytes into chunks of one size. */
async function* inChunks(bytes: Buffer, size: number) {
  for (let at = 0; at < bytes.length; at += size) {
    yield bytes.subarray(at, at + size);
  }
}

describe('readFrames', () => {
  const bytes = Buffer.concat([
    frame(1, 'one '),
    frame(2, 'oh'),
    frame(1, ''),
    frame(1, 'two'),
    frame(2, ' no'),
  ]);

  it.each([1, 2, 7, 8, 9, 11, 13, 1_000])(
    'separates the streams, in chunks of %i bytes',
    async size => {
      const text = { stdout: '', stderr: '' };

      await readFrames(inChunks(bytes, size), (stream, chunk) => {
        text[stream] += Buffer.from(chunk).toString();
      });

      expect(text).toEqual({ stdout: 'one two', stderr: 'oh no' });
    },
  );

  it('passes a frame on before it is complete', async () => {
    const taken: number[] = [];

    await readFrames(inChunks(frame(1, 'x'.repeat(100)), 28), (_, chunk) => {
      taken.push(chunk.length);
    });

    expect(taken).toEqual([20, 28, 28, 24]);
  });

  it('reads no more until the handler is done', async () => {
    let read = 0;
    let taken = 0;
    async function* counting() {
      for (let chunk = 0; chunk < 5; chunk++) {
        read += 1;
        yield frame(1, 'text');
      }
    }
    const take: OnProgramOutput = async () => {
      await new Promise(resolve => setImmediate(resolve));
      taken += 1;
      expect(read).toBe(taken);
    };

    await readFrames(counting(), take);

    expect(taken).toBe(5);
  });

  it('ends with the connection, even within a frame', async () => {
    let text = '';

    await readFrames(inChunks(bytes.subarray(0, 10), 100), (_, chunk) => {
      text += Buffer.from(chunk).toString();
    });

    expect(text).toBe('on');
  });
});
