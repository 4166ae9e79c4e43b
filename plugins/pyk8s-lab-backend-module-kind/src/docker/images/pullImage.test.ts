import { DockerodeWorld } from '../__testUtils__/DockerodeWorld';

describe('DockerodeHost.pullImage', () => {
  const world = DockerodeWorld.use();

  it('pulls an image, and reports each status once', async () => {
    world.daemon.answers.set('POST /images/create', response => {
      for (const line of [
        { status: 'Pulling from kindest/node', id: 'v1' },
        { status: 'Downloading', id: 'abc', progress: '[=>  ]' },
        { status: 'Downloading', id: 'abc', progress: '[==> ]' },
        { status: 'Pull complete', id: 'abc' },
      ]) {
        response.write(`${JSON.stringify(line)}\r\n`);
      }
      response.end();
    });
    const lines: string[] = [];

    await world.docker.pullImage('kindest/node:v1', {
      onLine: line => lines.push(line),
    });

    expect(lines).toEqual([
      'v1: Pulling from kindest/node',
      'abc: Downloading',
      'abc: Pull complete',
    ]);
    expect(world.daemon.calls).toEqual([
      'POST /images/create?fromImage=kindest%2Fnode&tag=v1',
    ]);
  });

  it('fails when a pull fails midway', async () => {
    world.daemon.answers.set('POST /images/create', response => {
      response.end('{"error":"unexpected EOF"}\n');
    });

    await expect(
      world.docker.pullImage('kindest/node:v1', { onLine: () => undefined }),
    ).rejects.toThrow('unexpected EOF');
  });
});
