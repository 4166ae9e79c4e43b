import { FakeDockerDaemon } from '../__testUtils__/FakeDockerDaemon';
import { DockerodeHost } from './DockerodeHost';

describe('DockerodeNetworks', () => {
  let daemon: FakeDockerDaemon;
  let networks: DockerodeHost['networks'];

  beforeEach(async () => {
    daemon = await FakeDockerDaemon.start();
    ({ networks } = DockerodeHost.create({
      endpoint: { address: daemon.endpoint },
    }));
  });

  afterEach(() => daemon.stop());

  const wanted = {
    name: 'zz-lab-a-1',
    labels: { 'io.pyk8s-lab.cluster': 'lab-a-1' },
    bridge: 'pyk8s0123456789',
  };

  it("creates a network with the default network's MTU", async () => {
    daemon.answers.set('GET /networks/bridge', {
      status: 200,
      body: { Options: { 'com.docker.network.driver.mtu': '1400' } },
    });
    daemon.answers.set('POST /networks/create', { status: 201, body: {} });

    await networks.create(wanted);

    expect(daemon.bodies).toEqual([
      {
        Name: 'zz-lab-a-1',
        CheckDuplicate: true,
        Driver: 'bridge',
        Labels: wanted.labels,
        Options: {
          'com.docker.network.bridge.name': wanted.bridge,
          'com.docker.network.bridge.enable_ip_masquerade': 'true',
          'com.docker.network.driver.mtu': '1400',
        },
      },
    ]);
  });

  it('ignores an existing network, and reports other errors', async () => {
    daemon.answers.set('POST /networks/create', {
      status: 409,
      body: { message: 'network with name zz-lab-a-1 already exists' },
    });
    await networks.create(wanted);

    daemon.answers.set('POST /networks/create', {
      status: 500,
      body: { message: 'could not find an available address pool' },
    });
    await expect(networks.create(wanted)).rejects.toThrow('address pool');
  });

  it('finds a network with its containers', async () => {
    daemon.answers.set('GET /networks/zz-lab-a-1', {
      status: 200,
      body: {
        Id: 'n1',
        Name: 'zz-lab-a-1',
        Labels: wanted.labels,
        Containers: { abc123: {}, 'ep-def456': {} },
      },
    });

    expect(await networks.find('zz-lab-a-1')).toEqual({
      id: 'n1',
      name: 'zz-lab-a-1',
      labels: wanted.labels,
      containers: ['abc123'],
    });
    expect(await networks.find('other')).toBeUndefined();
  });

  it('lists networks by a label', async () => {
    daemon.answers.set('GET /networks', {
      status: 200,
      body: [{ Id: 'n1', Name: 'zz-lab-a-1', Labels: wanted.labels }],
    });

    expect(await networks.withLabel('io.pyk8s-lab.cluster')).toEqual([
      { id: 'n1', name: 'zz-lab-a-1', labels: wanted.labels, containers: [] },
    ]);
    expect(decodeURIComponent(daemon.calls[0])).toContain(
      '"label":["io.pyk8s-lab.cluster"]',
    );
  });

  it('removes a network, or ignores a missing one', async () => {
    daemon.answers.set('DELETE /networks/n1', {
      status: 403,
      body: { message: 'network n1 has active endpoints' },
    });

    await expect(networks.remove('n1')).rejects.toThrow('active endpoints');
    await expect(networks.remove('n2')).resolves.toBeUndefined();
  });

  it('connects a container, or ignores a connected one', async () => {
    daemon.answers.set('POST /networks/kind/connect', {
      status: 403,
      body: {
        message: 'endpoint with name portal already exists in network kind',
      },
    });

    await expect(networks.connect('kind', 'abc')).resolves.toBeUndefined();
    await expect(networks.connect('none', 'abc')).rejects.toThrow('404');
    expect(daemon.bodies[0]).toEqual({
      Container: 'abc',
      EndpointConfig: { GwPriority: -100 },
    });
  });

  it('disconnects a container, or ignores a disconnected one', async () => {
    daemon.answers.set('POST /networks/kind/disconnect', {
      status: 403,
      body: { message: 'container abc is not connected to network kind' },
    });

    await expect(networks.disconnect('kind', 'abc')).resolves.toBeUndefined();
    await expect(networks.disconnect('none', 'abc')).resolves.toBeUndefined();
    expect(daemon.bodies[0]).toEqual({ Container: 'abc', Force: true });
  });
});
