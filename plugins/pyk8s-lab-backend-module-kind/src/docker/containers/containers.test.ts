import { container, DockerodeWorld } from '../__testUtils__/DockerodeWorld';

const inspected = (HostConfig: object) => ({
  Id: 'abc',
  State: { StartedAt: '2026-12-01T09:00:00.500Z' },
  HostConfig,
  NetworkSettings: { Networks: {} },
});

describe('the containers of DockerodeHost', () => {
  const world = DockerodeWorld.use();

  it('lists the containers of kind in one call, running or not', async () => {
    world.daemon.answers.set('GET /containers/json', {
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

    expect(await world.docker.listContainers()).toEqual([
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
    expect(world.daemon.calls).toHaveLength(1);
    expect(decodeURIComponent(world.daemon.calls[0])).toContain(
      '"label":["io.x-k8s.kind.cluster"]',
    );
    expect(world.daemon.calls[0]).toContain('all=true');
  });

  it('lists the published ports', async () => {
    world.daemon.answers.set('GET /containers/json', {
      status: 200,
      body: [
        container('one'),
        container('two', { Ports: [{ PrivatePort: 80, Type: 'tcp' }] }),
      ],
    });

    expect(await world.docker.publishedPorts()).toEqual(new Set([30_001]));
  });

  it('lists the ports that stopped nodes will publish', async () => {
    world.daemon.answers.set('GET /containers/json', {
      status: 200,
      body: [
        container('one'),
        container('paused', { State: 'exited', Ports: [] }),
        container('just-removed', { State: 'exited', Ports: [] }),
      ],
    });
    world.daemon.answers.set('GET /containers/id-of-paused/json', {
      status: 200,
      body: inspected({
        PortBindings: {
          '6443/tcp': [{ HostIp: '127.0.0.1', HostPort: '30002' }],
          '80/tcp': null,
          '81/tcp': [{ HostPort: '' }],
        },
      }),
    });

    expect(await world.docker.publishedPorts()).toEqual(
      new Set([30_001, 30_002]),
    );
  });

  it('reads the start time and the limits of a container', async () => {
    world.daemon.answers.set('GET /containers/c1/json', {
      status: 200,
      body: inspected({ NanoCpus: 5e8, Memory: 2 ** 30 }),
    });
    world.daemon.answers.set('GET /containers/c2/json', {
      status: 200,
      body: inspected({ NanoCpus: 0, Memory: 0 }),
    });

    expect(await world.docker.inspectContainer('c1')).toEqual({
      startedAt: new Date('2026-12-01T09:00:00.500Z'),
      limit: { nanoCpus: 5e8, memoryBytes: 2 ** 30 },
      ports: [],
    });
    expect(await world.docker.inspectContainer('c2')).toMatchObject({
      limit: {},
    });
    expect(await world.docker.inspectContainer('c3')).toBeUndefined();
  });

  it('limits a container, without swap', async () => {
    world.daemon.answers.set('POST /containers/c1/update', {
      status: 200,
      body: {},
    });

    await world.docker.limitContainer('c1', {
      nanoCpus: 5e8,
      memoryBytes: 2 ** 30,
    });
    await world.docker.limitContainer('c1', { nanoCpus: 1e9 });
    await expect(world.docker.limitContainer('c2', {})).rejects.toThrow('404');

    expect(world.daemon.bodies.slice(0, 2)).toEqual([
      { NanoCpus: 5e8, Memory: 2 ** 30, MemorySwap: 2 ** 30 },
      { NanoCpus: 1e9 },
    ]);
  });

  it('stops a container, or ignores one that is stopped or missing', async () => {
    world.daemon.answers.set('POST /containers/c1/stop', {
      status: 204,
      body: {},
    });
    world.daemon.answers.set('POST /containers/c2/stop', {
      status: 304,
      body: {},
    });
    world.daemon.answers.set('POST /containers/c4/stop', {
      status: 500,
      body: { message: 'cannot stop container' },
    });

    for (const id of ['c1', 'c2', 'c3']) {
      await world.docker.stopContainer(id, { graceSeconds: 7 });
    }
    await expect(
      world.docker.stopContainer('c4', { graceSeconds: 7 }),
    ).rejects.toThrow('cannot stop container');
    expect(world.daemon.calls[0]).toBe('POST /containers/c1/stop?t=7');
  });

  it('starts a container, or ignores one that runs', async () => {
    world.daemon.answers.set('POST /containers/c1/start', {
      status: 204,
      body: {},
    });
    world.daemon.answers.set('POST /containers/c2/start', {
      status: 304,
      body: {},
    });

    await world.docker.startContainer('c1');
    await world.docker.startContainer('c2');
    await expect(world.docker.startContainer('c3')).rejects.toThrow('404');
  });

  it('removes a container with its volumes, or ignores a missing one', async () => {
    world.daemon.answers.set('DELETE /containers/c1', {
      status: 204,
      body: {},
    });
    world.daemon.answers.set('DELETE /containers/c2', {
      status: 409,
      body: { message: 'removal of container c2 is already in progress' },
    });
    world.daemon.answers.set('DELETE /containers/c3', {
      status: 500,
      body: { message: 'device or resource busy' },
    });

    await world.docker.removeContainer('c1');
    await world.docker.removeContainer('c2');
    await world.docker.removeContainer('unknown');
    await expect(world.docker.removeContainer('c3')).rejects.toThrow('busy');
    expect(world.daemon.calls[0]).toContain('force=true');
    expect(world.daemon.calls[0]).toContain('v=true');
  });

  it('finds its own container', async () => {
    world.daemon.answers.set('GET /containers/abc/json', {
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

    expect(await world.docker.findOwnContainer('abc')).toEqual({
      id: 'abcdef',
      networkMode: 'bridge',
      networks: [{ name: 'bridge', addresses: ['172.17.0.2'] }],
    });
    expect(await world.docker.findOwnContainer('other')).toBeUndefined();
  });
});
