import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pack } from 'tar-stream';
import { DockerodeWorld } from '../__testUtils__/DockerodeWorld';

describe('DockerodeHost.saveImage', () => {
  const world = DockerodeWorld.use();

  const PATH = 'GET /images/team/app:1/get';

  it('returns the archive that Docker sends', async () => {
    const packed = pack();
    packed.entry({ name: 'a' }, 'b');
    packed.finalize();
    const archive = await buffer(Readable.from(packed));
    world.daemon.answers.set(PATH, response => {
      response.setHeader('Content-Type', 'application/x-tar');
      response.end(archive);
    });

    const saved = await world.docker.saveImage('team/app:1');

    expect(saved && (await buffer(saved))).toEqual(archive);
  });

  it('is undefined for a missing image', async () => {
    expect(await world.docker.saveImage('team/app:1')).toBeUndefined();
  });

  it('reports that Docker truncated it', async () => {
    world.daemon.answers.set(PATH, response => {
      response.write(Buffer.alloc(10_000));
      setImmediate(() => response.destroy());
    });

    const saved = await world.docker.saveImage('team/app:1');

    await expect(saved && buffer(saved)).rejects.toMatchObject({
      name: 'ProviderUnavailableError',
    });
  });

  it('ends when it is aborted', async () => {
    const controller = new AbortController();
    const reason = new Error('cancelled');
    let closed: Promise<unknown> = Promise.resolve();
    world.daemon.answers.set(PATH, response => {
      closed = new Promise(resolve => response.once('close', resolve));
      response.write(Buffer.alloc(10_000));
    });
    const { signal } = controller;
    const saved = await world.docker.saveImage('team/app:1', { signal });

    controller.abort(reason);

    await expect(saved && buffer(saved)).rejects.toBe(reason);
    await closed;
  });
});
