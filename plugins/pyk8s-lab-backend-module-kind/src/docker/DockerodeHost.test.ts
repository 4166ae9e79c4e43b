import { buffer, text } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { extract, pack } from 'tar-stream';
import { FakeDockerDaemon } from '../__testUtils__/FakeDockerDaemon';
import { DockerodeHost } from './DockerodeHost';

const container = (name: string, more: object = {}) => ({
  Id: `id-of-${name}`,
  ImageID: 'sha256:node',
  Names: [`/${name}`],
  Labels: {
    'io.x-k8s.kind.cluster': 'lab-a-1',
    'io.x-k8s.kind.role': 'control-plane',
  },
  State: 'running',
  HostConfig: { NetworkMode: 'zz-lab-a-1' },
  Ports: [
    { IP: '127.0.0.1', PrivatePort: 6443, PublicPort: 30_001, Type: 'tcp' },
  ],
  ...more,
});

const inspected = (HostConfig: object) => ({
  Id: 'abc',
  State: { StartedAt: '2026-12-01T09:00:00.500Z' },
  HostConfig,
  NetworkSettings: { Networks: {} },
});

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

  it('lists the containers of kind in one call, running or not', async () => {
    daemon.answers.set('GET /containers/json', {
      status: 200,
      body: [
        container('lab-a-1-control-plane'),
        container('lab-a-1-worker', {
          Labels: {
            'io.x-k8s.kind.cluster': 'lab-a-1',
            'io.x-k8s.kind.role': 'worker',
          },
          State: 'exited',
          Ports: [],
        }),
      ],
    });

    expect(await docker.listContainers()).toEqual([
      {
        id: 'id-of-lab-a-1-control-plane',
        name: 'lab-a-1-control-plane',
        cluster: 'lab-a-1',
        role: 'control-plane',
        imageId: 'sha256:node',
        network: 'zz-lab-a-1',
        state: 'running',
        apiPort: 30_001,
      },
      {
        id: 'id-of-lab-a-1-worker',
        name: 'lab-a-1-worker',
        cluster: 'lab-a-1',
        role: 'worker',
        imageId: 'sha256:node',
        network: 'zz-lab-a-1',
        state: 'exited',
        apiPort: undefined,
      },
    ]);
    expect(daemon.calls).toHaveLength(1);
    expect(decodeURIComponent(daemon.calls[0])).toContain(
      '"label":["io.x-k8s.kind.cluster"]',
    );
    expect(daemon.calls[0]).toContain('all=true');
  });

  describe('finds a node image', () => {
    const labels = (role: string) => ({
      'io.x-k8s.kind.cluster': 'lab-a-1',
      'io.x-k8s.kind.role': role,
    });

    it('among the existing nodes', async () => {
      daemon.answers.set('GET /containers/json', {
        status: 200,
        body: [
          container('balancer', {
            Labels: labels('external-load-balancer'),
            Created: 3,
            ImageID: 'sha256:balancer',
          }),
          container('old', { Created: 1, ImageID: 'sha256:old' }),
          container('new', { Created: 2, ImageID: 'sha256:new' }),
        ],
      });

      expect(await docker.findNodeImage()).toBe('sha256:new');
    });

    it('among the images of kind', async () => {
      daemon.answers.set('GET /containers/json', { status: 200, body: [] });
      daemon.answers.set('GET /images/json', {
        status: 200,
        body: [
          { Id: 'sha256:v1.36', Created: 1 },
          { Id: 'sha256:v1.37', Created: 2 },
        ],
      });

      expect(await docker.findNodeImage()).toBe('sha256:v1.37');
      expect(decodeURIComponent(daemon.calls[1])).toContain(
        '"reference":["kindest/node"]',
      );
    });

    it('or none', async () => {
      daemon.answers.set('GET /containers/json', { status: 200, body: [] });
      daemon.answers.set('GET /images/json', { status: 200, body: [] });

      expect(await docker.findNodeImage()).toBeUndefined();
    });
  });

  it('lists the published ports', async () => {
    daemon.answers.set('GET /containers/json', {
      status: 200,
      body: [
        container('one'),
        container('two', { Ports: [{ PrivatePort: 80, Type: 'tcp' }] }),
      ],
    });

    expect(await docker.publishedPorts()).toEqual(new Set([30_001]));
  });

  it('lists the ports that stopped nodes will publish', async () => {
    daemon.answers.set('GET /containers/json', {
      status: 200,
      body: [
        container('one'),
        container('paused', { State: 'exited', Ports: [] }),
        container('just-removed', { State: 'exited', Ports: [] }),
      ],
    });
    daemon.answers.set('GET /containers/id-of-paused/json', {
      status: 200,
      body: inspected({
        PortBindings: {
          '6443/tcp': [{ HostIp: '127.0.0.1', HostPort: '30002' }],
          '80/tcp': null,
          '81/tcp': [{ HostPort: '' }],
        },
      }),
    });

    expect(await docker.publishedPorts()).toEqual(new Set([30_001, 30_002]));
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

  it('reads the start time and the limits of a container', async () => {
    daemon.answers.set('GET /containers/c1/json', {
      status: 200,
      body: inspected({ NanoCpus: 5e8, Memory: 2 ** 30 }),
    });
    daemon.answers.set('GET /containers/c2/json', {
      status: 200,
      body: inspected({ NanoCpus: 0, Memory: 0 }),
    });

    expect(await docker.inspectContainer('c1')).toEqual({
      startedAt: new Date('2026-12-01T09:00:00.500Z'),
      limit: { nanoCpus: 5e8, memoryBytes: 2 ** 30 },
      ports: [],
    });
    expect(await docker.inspectContainer('c2')).toMatchObject({ limit: {} });
    expect(await docker.inspectContainer('c3')).toBeUndefined();
  });

  it('limits a container, without swap', async () => {
    daemon.answers.set('POST /containers/c1/update', { status: 200, body: {} });

    await docker.limitContainer('c1', { nanoCpus: 5e8, memoryBytes: 2 ** 30 });
    await docker.limitContainer('c1', { nanoCpus: 1e9 });
    await expect(docker.limitContainer('c2', {})).rejects.toThrow('404');

    expect(daemon.bodies.slice(0, 2)).toEqual([
      { NanoCpus: 5e8, Memory: 2 ** 30, MemorySwap: 2 ** 30 },
      { NanoCpus: 1e9 },
    ]);
  });

  it('stops a container, or ignores one that is stopped or missing', async () => {
    daemon.answers.set('POST /containers/c1/stop', { status: 204, body: {} });
    daemon.answers.set('POST /containers/c2/stop', { status: 304, body: {} });
    daemon.answers.set('POST /containers/c4/stop', {
      status: 500,
      body: { message: 'cannot stop container' },
    });

    for (const id of ['c1', 'c2', 'c3']) {
      await docker.stopContainer(id, { graceSeconds: 7 });
    }
    await expect(
      docker.stopContainer('c4', { graceSeconds: 7 }),
    ).rejects.toThrow('cannot stop container');
    expect(daemon.calls[0]).toBe('POST /containers/c1/stop?t=7');
  });

  it('starts a container, or ignores one that runs', async () => {
    daemon.answers.set('POST /containers/c1/start', { status: 204, body: {} });
    daemon.answers.set('POST /containers/c2/start', { status: 304, body: {} });

    await docker.startContainer('c1');
    await docker.startContainer('c2');
    await expect(docker.startContainer('c3')).rejects.toThrow('404');
  });

  it('writes a file that only root may read', async () => {
    daemon.answers.set('PUT /containers/c1/archive', { status: 200, body: {} });

    await docker.writeFile(
      'c1',
      '/etc/kubernetes/kubelet.conf',
      'kind: Config',
    );

    expect(daemon.calls).toEqual([
      'PUT /containers/c1/archive?path=%2Fetc%2Fkubernetes',
    ]);
    const entries = extract();
    Readable.from(daemon.uploads[0]).pipe(entries);
    for await (const entry of entries) {
      expect(entry.header).toMatchObject({ name: 'kubelet.conf', mode: 0o600 });
      expect(await text(Readable.from(entry))).toBe('kind: Config');
    }
  });

  it('checks whether an image exists', async () => {
    daemon.answers.set('GET /images/kindest/node:v1/json', {
      status: 200,
      body: { Id: 'sha256:1' },
    });

    expect(await docker.hasImage('kindest/node:v1')).toBe(true);
    expect(await docker.hasImage('kindest/node:v2')).toBe(false);
  });

  it('pulls an image, and reports each status once', async () => {
    daemon.answers.set('POST /images/create', response => {
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

    await docker.pullImage('kindest/node:v1', {
      onLine: line => lines.push(line),
    });

    expect(lines).toEqual([
      'v1: Pulling from kindest/node',
      'abc: Downloading',
      'abc: Pull complete',
    ]);
    expect(daemon.calls).toEqual([
      'POST /images/create?fromImage=kindest%2Fnode&tag=v1',
    ]);
  });

  it('fails when a pull fails midway', async () => {
    daemon.answers.set('POST /images/create', response => {
      response.end('{"error":"unexpected EOF"}\n');
    });

    await expect(
      docker.pullImage('kindest/node:v1', { onLine: () => undefined }),
    ).rejects.toThrow('unexpected EOF');
  });

  it('removes a container with its volumes, or ignores a missing one', async () => {
    daemon.answers.set('DELETE /containers/c1', { status: 204, body: {} });
    daemon.answers.set('DELETE /containers/c2', {
      status: 409,
      body: { message: 'removal of container c2 is already in progress' },
    });
    daemon.answers.set('DELETE /containers/c3', {
      status: 500,
      body: { message: 'device or resource busy' },
    });

    await docker.removeContainer('c1');
    await docker.removeContainer('c2');
    await docker.removeContainer('unknown');
    await expect(docker.removeContainer('c3')).rejects.toThrow('busy');
    expect(daemon.calls[0]).toContain('force=true');
    expect(daemon.calls[0]).toContain('v=true');
  });

  it('reads a file of a container', async () => {
    const archive = pack();
    archive.entry({ name: 'admin.conf' }, 'kind: Config');
    archive.finalize();
    const body = Buffer.from(await text(Readable.from(archive)));
    daemon.answers.set('GET /containers/c1/archive', { status: 200, body });

    expect(await docker.readFile('c1', '/etc/kubernetes/admin.conf')).toBe(
      'kind: Config',
    );
    expect(await docker.readFile('c2', '/etc/x')).toBeUndefined();
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
        daemon.answers.set('GET /containers/c1/archive', { status: 200, body });

        expect(await docker.readFile('c1', path)).toBeUndefined();
      },
    );

    it('reads no further than 64 KiB of an endless file', async () => {
      const archive = pack();
      archive.entry({ name: 'admin.conf', size: 2 ** 32 });
      const { value: header } = await archive[Symbol.asyncIterator]().next();
      let sent = 0;
      const left = new Promise(resolve => {
        daemon.answers.set('GET /containers/c1/archive', response => {
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

      await expect(docker.readFile('c1', path)).rejects.toThrow(
        'The file /etc/kubernetes/admin.conf in the node has more than 64 KiB',
      );
      await left;
      expect(sent).toBeLessThan(32 * 2 ** 20);
    });

    it("does not pass on Docker's message for an unreadable file", async () => {
      daemon.answers.set('GET /containers/c1/archive', {
        status: 500,
        body: { message: 'too many links in /var/lib/docker/overlay2/a82d' },
      });

      await expect(docker.readFile('c1', path)).rejects.toThrow(
        /^The file \/etc\/kubernetes\/admin.conf in the node cannot be read\.$/,
      );
    });

    it('accepts a file of 64 KiB', async () => {
      const content = 'é\n'.repeat(21_845);
      const archive = pack();
      archive.entry({ name: 'admin.conf' }, content);
      archive.finalize();
      const body = await buffer(Readable.from(archive));
      daemon.answers.set('GET /containers/c1/archive', { status: 200, body });

      expect(await docker.readFile('c1', path)).toBe(content);
    });
  });

  it('finds its own container', async () => {
    daemon.answers.set('GET /containers/abc/json', {
      status: 200,
      body: {
        Id: 'abcdef',
        HostConfig: { NetworkMode: 'bridge' },
        NetworkSettings: {
          Networks: {
            bridge: { IPAddress: '172.17.0.2', GlobalIPv6Address: '' },
          },
        },
      },
    });

    expect(await docker.findOwnContainer('abc')).toEqual({
      id: 'abcdef',
      networkMode: 'bridge',
      networks: [{ name: 'bridge', addresses: ['172.17.0.2'] }],
    });
    expect(await docker.findOwnContainer('other')).toBeUndefined();
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

  describe('saves an image', () => {
    const PATH = 'GET /images/team/app:1/get';

    it('as Docker sends it', async () => {
      const packed = pack();
      packed.entry({ name: 'a' }, 'b');
      packed.finalize();
      const archive = await buffer(Readable.from(packed));
      daemon.answers.set(PATH, response => {
        response.setHeader('Content-Type', 'application/x-tar');
        response.end(archive);
      });

      const saved = await docker.saveImage('team/app:1');

      expect(saved && (await buffer(saved))).toEqual(archive);
    });

    it('unless it does not exist', async () => {
      expect(await docker.saveImage('team/app:1')).toBeUndefined();
    });

    it('and reports that Docker truncated it', async () => {
      daemon.answers.set(PATH, response => {
        response.write(Buffer.alloc(10_000));
        setImmediate(() => response.destroy());
      });

      const saved = await docker.saveImage('team/app:1');

      await expect(saved && buffer(saved)).rejects.toMatchObject({
        name: 'ProviderUnavailableError',
      });
    });

    it('until it is aborted', async () => {
      const controller = new AbortController();
      const reason = new Error('cancelled');
      let closed: Promise<unknown> = Promise.resolve();
      daemon.answers.set(PATH, response => {
        closed = new Promise(resolve => response.once('close', resolve));
        response.write(Buffer.alloc(10_000));
      });
      const { signal } = controller;
      const saved = await docker.saveImage('team/app:1', { signal });

      controller.abort(reason);

      await expect(saved && buffer(saved)).rejects.toBe(reason);
      await closed;
    });
  });
});
