import type { KindContainer, OwnContainer } from '../../docker/DockerHost';
import { FakeDockerHost } from '../../__testUtils__/FakeDockerHost';
import { decideAccess, hostAddress, PortalAccess } from './PortalAccess';

const id = 'a'.repeat(64);

describe('the access of the portal to its labs', () => {
  const own: OwnContainer = {
    id,
    networkMode: 'bridge',
    networks: [{ name: 'bridge', addresses: ['172.17.0.2'] }],
  };
  const controlPlane: KindContainer = {
    id: 'c',
    name: 'lab-a-1-control-plane',
    cluster: 'lab-a-1',
    role: 'control-plane',
    imageId: 'sha256:node',
    network: 'zz-lab-a-1',
    state: 'running',
    apiPort: 30_001,
  };

  it.each([
    ['auto', undefined, 'host'],
    ['auto', own, 'network'],
    ['auto', { ...own, networkMode: 'host' }, 'host'],
    ['auto', { ...own, networkMode: `container:${id}` }, 'host'],
    ['host', own, 'host'],
    ['host', undefined, 'host'],
    ['network', own, 'network'],
  ] as const)('with access %s in %j is the %s', (access, container, way) => {
    expect(decideAccess(access, container)).toBe(way);
  });

  it.each([
    undefined,
    { ...own, networkMode: 'host' },
    { ...own, networkMode: `container:${id}` },
  ])('cannot be the network in %j', container => {
    expect(() => decideAccess('network', container)).toThrow(
      'pyk8sLab.kind.access',
    );
  });

  it.each([
    ['127.0.0.1', false, '127.0.0.1'],
    ['10.1.2.3', false, '10.1.2.3'],
    ['0.0.0.0', false, '127.0.0.1'],
    ['::', false, '::1'],
    ['127.0.0.1', true, 'labs.example.com'],
  ])('ends, for %s with apart %s, at %s', (listen, isApart, address) => {
    expect(hostAddress({ listen, host: 'labs.example.com' }, isApart)).toBe(
      address,
    );
  });

  const accessOf = (
    docker: FakeDockerHost,
    options: {
      ownContainerId?: string;
      host?: string;
      onOwn?: (own: OwnContainer) => void;
      whileJoining?: (join: () => Promise<void>) => Promise<void>;
    } = {},
  ) =>
    new PortalAccess({
      docker,
      reach: { listen: '127.0.0.1', host: options.host ?? 'localhost' },
      access: 'auto',
      ownContainerId: options.ownContainerId,
      onOwn: options.onOwn,
      whileJoining: options.whileJoining,
    });

  it('uses the port of the host', async () => {
    const access = accessOf(new FakeDockerHost());

    expect(await access.serverUrl(controlPlane)).toBe(
      'https://127.0.0.1:30001',
    );
    expect(
      await access.serverUrl({ ...controlPlane, apiPort: undefined }),
    ).toBeUndefined();
  });

  it("uses the users' address for a remote daemon", async () => {
    const docker = new FakeDockerHost();
    docker.endpoint = 'tcp://labs.example.com:2376';

    expect(
      await accessOf(docker, { host: 'labs.example.com' }).serverUrl(
        controlPlane,
      ),
    ).toBe('https://labs.example.com:30001');
  });

  it("connects the portal's container to the network", async () => {
    const docker = new FakeDockerHost();
    docker.own = own;
    const seen: OwnContainer[] = [];
    const access = accessOf(docker, {
      ownContainerId: id,
      onOwn: container => seen.push(container),
    });

    expect(await access.serverUrl(controlPlane)).toBe(
      'https://lab-a-1-control-plane:6443',
    );
    // Inspected again for its address there.
    expect(seen.map(({ networks }) => networks.length)).toEqual([1, 2]);
    await access.serverUrl(controlPlane);
    expect(docker.networks.joins).toEqual([`${id} zz-lab-a-1`]);
  });

  it('reads its address on a new network before joining ends', async () => {
    const docker = new FakeDockerHost();
    docker.own = own;
    const seen: (number | string)[] = [];

    await accessOf(docker, {
      ownContainerId: id,
      onOwn: ({ networks }) => seen.push(networks.length),
      whileJoining: async join => {
        seen.push('begin');
        await join();
        seen.push('end');
      },
    }).serverUrl(controlPlane);

    expect(seen).toEqual([1, 'begin', 2, 'end']);
  });

  it('uses the shared network for labs of earlier versions', async () => {
    const docker = new FakeDockerHost();
    docker.own = own;

    await accessOf(docker, { ownContainerId: id }).serverUrl({
      ...controlPlane,
      network: 'kind',
    });

    expect(docker.networks.joins).toEqual([`${id} kind`]);
  });

  it.each([
    ['localhost', 'https://localhost:30001'],
    ['fd00::1', 'https://[fd00::1]:30001'],
  ])('sends users to %s', (host, url) => {
    const access = accessOf(new FakeDockerHost(), { host });

    expect(access.peoplesUrl(controlPlane)).toBe(url);
  });
});
