import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { checkedArchive } from './imageExport';

const endpoint = 'unix:///var/run/docker.sock';
const END = Buffer.alloc(1024);

function anArchive(options: { silenceMs?: number; signal?: AbortSignal } = {}) {
  const source = new PassThrough();
  return {
    source,
    archive: checkedArchive(source, { endpoint, silenceMs: 5_000, ...options }),
  };
}

describe('checkedArchive', () => {
  it.each([1, 100, 4_000])(
    'passes a complete archive on, in pieces of %i bytes',
    async size => {
      const { source, archive } = anArchive();
      const bytes = Buffer.concat([Buffer.from('content'.repeat(500)), END]);
      const read = buffer(archive);
      for (let at = 0; at < bytes.length; at += size) {
        source.write(bytes.subarray(at, at + size));
      }
      source.end();

      expect(await read).toEqual(bytes);
    },
  );

  it.each([
    ['has no end', 'content'],
    ['is empty', ''],
  ])('fails when it %s', async (_, content) => {
    const { source, archive } = anArchive();
    source.end(content);

    await expect(buffer(archive)).rejects.toMatchObject({
      name: 'ProviderUnavailableError',
      message: expect.stringContaining('broke off an image'),
    });
  });

  it("fails with Docker's message instead of the archive", async () => {
    const { source, archive } = anArchive();
    source.write(Buffer.alloc(5_000, 'x'));
    source.end(
      '{"errorDetail":{"message":"no space left"},"error":"no space left"}\r\n',
    );

    await expect(buffer(archive)).rejects.toThrow(
      'Docker could not give the image: no space left',
    );
  });

  it.each([
    ['fails', Object.assign(new Error('reset'), { code: 'ECONNRESET' })],
    ['closes', undefined],
  ])('fails when the connection %s', async (_, error) => {
    const { source, archive } = anArchive();
    source.write(END);
    source.destroy(error);

    await expect(buffer(archive)).rejects.toMatchObject({
      name: 'ProviderUnavailableError',
    });
  });

  it('fails when it stalls', async () => {
    const { source, archive } = anArchive({ silenceMs: 20 });
    source.write('content');

    await expect(buffer(archive)).rejects.toThrow('does not answer in time');
    expect(source.destroyed).toBe(true);
  });

  it('waits for a slow reader', async () => {
    const { source, archive } = anArchive({ silenceMs: 10 });
    source.end(END);

    await new Promise(resolve => setTimeout(resolve, 100));

    expect(await buffer(archive)).toEqual(END);
  });

  it('ends when it is aborted or destroyed', async () => {
    const reason = new Error('cancelled');
    const controller = new AbortController();
    const aborted = anArchive({ signal: controller.signal });
    const read = buffer(aborted.archive);
    controller.abort(reason);
    await expect(read).rejects.toBe(reason);
    expect(aborted.source.destroyed).toBe(true);

    const early = anArchive({ signal: AbortSignal.abort(reason) });
    await expect(buffer(early.archive)).rejects.toBe(reason);

    const left = anArchive();
    left.archive.destroy();
    await new Promise(resolve => left.archive.once('close', resolve));
    expect(left.source.destroyed).toBe(true);
  });
});
