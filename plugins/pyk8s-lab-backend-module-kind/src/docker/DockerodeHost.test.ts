import { FakeDockerDaemon } from '../__testUtils__/FakeDockerDaemon';
import { DockerodeHost } from './DockerodeHost';

describe('DockerodeHost', () => {
  let daemon: FakeDockerDaemon;
  let docker: DockerodeHost;

  beforeEach(async () => {
    daemon = await FakeDockerDaemon.start();
    docker = DockerodeHost.create({
      endpoint: { address: daemon.endpoint },
      callTimeoutMs: 500,
    });
  });

  afterEach(() => daemon.stop());

  it('reads the version', async () => {
    daemon.answers.set('GET /version', {
      status: 200,
      body: { Version: '28.2.2' },
    });

    expect(await docker.version()).toBe('28.2.2');
  });

  it('reads the resources of a host', async () => {
    daemon.answers.set('GET /info', {
      status: 200,
      body: { NCPU: 4, MemTotal: 2 ** 33, DockerRootDir: '/var/lib/docker' },
    });

    expect(await docker.info()).toEqual({
      cpus: 4,
      memoryBytes: 2 ** 33,
      rootDirectory: '/var/lib/docker',
    });
  });

  it('checks whether an image exists', async () => {
    daemon.answers.set('GET /images/kindest/node:v1/json', {
      status: 200,
      body: { Id: 'sha256:1' },
    });

    expect(await docker.hasImage('kindest/node:v1')).toBe(true);
    expect(await docker.hasImage('kindest/node:v2')).toBe(false);
  });

  it('reports a daemon that does not respond', async () => {
    daemon.answers.set('GET /version', undefined);

    await expect(docker.version()).rejects.toMatchObject({
      name: 'ProviderUnavailableError',
      message: expect.stringContaining('does not answer in time'),
    });
  });

  it('reports a daemon that stops during a response', async () => {
    daemon.answers.set('GET /containers/json', response => {
      response.writeHead(200, { 'Content-Length': 1_000 });
      response.write('[');
      response.destroy();
    });

    await expect(docker.listContainers()).rejects.toMatchObject({
      name: 'ProviderUnavailableError',
    });
  });

  it('stops waiting when it is aborted, with the reason', async () => {
    const controller = new AbortController();
    daemon.answers.set('GET /containers/json', () => controller.abort());

    await expect(
      docker.listContainers({ signal: controller.signal }),
    ).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('reports a missing daemon', async () => {
    await daemon.stop();

    await expect(docker.listContainers()).rejects.toMatchObject({
      name: 'ProviderUnavailableError',
      message: expect.stringMatching(/Install and start Docker/),
    });
    daemon = await FakeDockerDaemon.start();
  });
});
