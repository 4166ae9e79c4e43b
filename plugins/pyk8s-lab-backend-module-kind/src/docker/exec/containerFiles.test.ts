import { Readable } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import { extract, pack } from 'tar-stream';
import { DockerodeWorld } from '../__testUtils__/DockerodeWorld';

describe('the files of DockerodeHost', () => {
  const world = DockerodeWorld.use();

  it('writes a file that only root may read', async () => {
    world.daemon.answers.set('PUT /containers/c1/archive', {
      status: 200,
      body: {},
    });

    await world.docker.writeFile(
      'c1',
      '/etc/kubernetes/kubelet.conf',
      'kind: Config',
    );

    expect(world.daemon.calls).toEqual([
      'PUT /containers/c1/archive?path=%2Fetc%2Fkubernetes',
    ]);
    const entries = extract();
    Readable.from(world.daemon.uploads[0]).pipe(entries);
    for await (const entry of entries) {
      expect(entry.header).toMatchObject({ name: 'kubelet.conf', mode: 0o600 });
      expect(await text(Readable.from(entry))).toBe('kind: Config');
    }
  });

  it('reads a file of a container', async () => {
    const archive = pack();
    archive.entry({ name: 'admin.conf' }, 'kind: Config');
    archive.finalize();
    const body = Buffer.from(await text(Readable.from(archive)));
    world.daemon.answers.set('GET /containers/c1/archive', {
      status: 200,
      body,
    });

    expect(
      await world.docker.readFile('c1', '/etc/kubernetes/admin.conf'),
    ).toBe('kind: Config');
    expect(await world.docker.readFile('c2', '/etc/x')).toBeUndefined();
  });

  describe('when the owner has replaced the file', () => {
    const path = '/etc/kubernetes/admin.conf';

    it.each(['symlink', 'fifo', 'directory', 'character-device'] as const)(
      'reads no %s',
      async type => {
        const archive = pack();
        archive.entry({ name: 'admin.conf', type, linkname: '/etc/shadow' });
        archive.entry({ name: 'admin.conf/b' }, 'kind: Config');
        archive.finalize();
        const body = await buffer(Readable.from(archive));
        world.daemon.answers.set('GET /containers/c1/archive', {
          status: 200,
          body,
        });

        expect(await world.docker.readFile('c1', path)).toBeUndefined();
      },
    );

    it('reads no further than 64 KiB of an endless file', async () => {
      const archive = pack();
      archive.entry({ name: 'admin.conf', size: 2 ** 32 });
      const { value: header } = await archive[Symbol.asyncIterator]().next();
      let sent = 0;
      const left = new Promise(resolve => {
        world.daemon.answers.set('GET /containers/c1/archive', response => {
          response.on('close', resolve);
          response.writeHead(200);
          response.write(header);
          const send = () => {
            sent += 65_536;
            response.write(Buffer.alloc(65_536, '\n'), error => {
              if (!error) {
                setImmediate(send);
              }
            });
          };
          send();
        });
      });

      await expect(world.docker.readFile('c1', path)).rejects.toThrow(
        'The file /etc/kubernetes/admin.conf in the node has more than 64 KiB',
      );
      await left;
      expect(sent).toBeLessThan(32 * 2 ** 20);
    });

    it("does not pass on Docker's message for an unreadable file", async () => {
      world.daemon.answers.set('GET /containers/c1/archive', {
        status: 500,
        body: { message: 'too many links in /var/lib/docker/overlay2/a82d' },
      });

      await expect(world.docker.readFile('c1', path)).rejects.toThrow(
        /^The file \/etc\/kubernetes\/admin.conf in the node cannot be read\.$/,
      );
    });

    it('accepts a file of 64 KiB', async () => {
      const content = 'é\n'.repeat(21_845);
      const archive = pack();
      archive.entry({ name: 'admin.conf' }, content);
      archive.finalize();
      const body = await buffer(Readable.from(archive));
      world.daemon.answers.set('GET /containers/c1/archive', {
        status: 200,
        body,
      });

      expect(await world.docker.readFile('c1', path)).toBe(content);
    });
  });
});
