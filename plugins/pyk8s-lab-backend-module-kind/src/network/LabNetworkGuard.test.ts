import { channel } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { Socket, type AddressInfo } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import type { OwnContainer } from '../docker/DockerHost';
import { LabNetworkGuard } from './LabNetworkGuard';

const own = (...networks: [string, string][]): OwnContainer => ({
  id: 'a',
  networkMode: 'portal_default',
  networks: networks.map(([name, address]) => ({ name, addresses: [address] })),
});

describe('LabNetworkGuard', () => {
  const interfaces = [
    ['127.0.0.1', '::1'],
    ['172.18.0.2', 'fe80::42:acff:fe12:2'],
    ['172.20.0.3', 'fe80::42:acff:fe14:3'],
    // Of swarm's gateway network, which Docker does not list.
    ['172.21.0.3', 'fe80::42:acff:fe15:3'],
  ];
  const guardOf = async (container: OwnContainer | undefined) => {
    const ask = jest.fn(async () => container);
    const guard = new LabNetworkGuard({ interfaces: () => interfaces });
    await guard.start(ask);
    guard.stop();
    return { guard, ask };
  };

  const networks: [string, string][] = [
    ['portal_default', '172.18.0.2'],
    ['zz-lab-a-1', '172.19.0.3'],
    ['kind', '172.20.0.3'],
  ];

  it.each([
    ['172.18.0.2', false],
    ['::ffff:172.18.0.2', false],
    ['172.19.0.3', true],
    ['::ffff:172.19.0.3', true],
    ['172.20.0.3', true],
    ['fe80::42:acff:fe14:3%eth1', true],
    ['fe80::42:acff:fe12:2%eth0', false],
    ['fe80::42:acff:fe15:3%eth2', false],
    ['172.21.0.3', false],
    ['127.0.0.1', false],
    ['::1', false],
    [undefined, false],
  ])('refuses connections to %s: %s', async (address, isRefused) => {
    const { guard } = await guardOf(own(...networks));

    expect(guard.isRefused(address)).toBe(isRefused);
  });

  it('refuses nothing outside of containers', async () => {
    const { guard } = await guardOf(undefined);

    expect(guard.isRefused('172.19.0.3')).toBe(false);
  });

  it.each(['host', `container:${'b'.repeat(64)}`])(
    'refuses nothing in a container with network mode %s',
    async networkMode => {
      const { guard } = await guardOf({
        id: 'a',
        networkMode,
        networks:
          networkMode === 'host' ? [{ name: 'host', addresses: [] }] : [],
      });

      expect(guard.isRefused('10.1.2.3')).toBe(false);
      expect(guard.isRefused('172.20.0.3')).toBe(false);
    },
  );

  it('refuses new addresses while a network is being joined', async () => {
    const { guard } = await guardOf(own(...networks));

    await guard.whileJoining(async () => {
      expect(guard.isRefused('172.22.0.2')).toBe(true);
      expect(guard.isRefused('172.21.0.3')).toBe(false);
      expect(guard.isRefused('172.18.0.2')).toBe(false);
    });
    expect(guard.isRefused('172.22.0.2')).toBe(false);
  });

  it('allows the network that the operator has chosen for the portal', async () => {
    const { guard } = await guardOf({
      ...own(['kind', '172.20.0.3']),
      networkMode: 'kind',
    });

    expect(guard.isRefused('172.20.0.3')).toBe(false);
  });

  it('includes networks that are joined later', async () => {
    const { guard } = await guardOf(own(...networks));

    guard.learn(own(['portal_default', '172.18.0.2'], ['shared', '10.0.0.2']));

    expect(guard.isRefused('10.0.0.2')).toBe(false);
  });

  describe('of connections', () => {
    const warn = jest.fn();
    let guard: LabNetworkGuard;

    beforeEach(() => {
      warn.mockClear();
      guard = new LabNetworkGuard({ interfaces: () => interfaces });
    });

    afterEach(() => guard.stop());

    /** Node.js' message when a server accepts a connection. */
    const connect = (localAddress: string) => {
      const socket = new Socket();
      Object.defineProperty(socket, 'localAddress', { value: localAddress });
      channel('net.server.socket').publish({ socket });
      return socket;
    };

    it('warns once for each address that it refuses', async () => {
      await guard.start(async () => own(...networks), { warn });

      for (const address of ['172.19.0.3', '172.19.0.3', '172.20.0.3']) {
        expect(connect(address).destroyed).toBe(true);
      }

      expect(warn).toHaveBeenCalledTimes(2);
      expect(warn).toHaveBeenCalledWith(expect.stringContaining('172.19.0.3'));
    });

    it('asks Docker again about an unknown address', async () => {
      const now = jest.spyOn(performance, 'now').mockReturnValue(0);
      const ask = jest.fn(async () => own(...networks));
      try {
        await guard.start(ask, { warn });
        now.mockReturnValue(2_000);
        ask.mockResolvedValue(own(...networks, ['zz-lab-b-2', '172.22.0.2']));
        const joined = connect('172.22.0.2');
        expect(joined.destroyed).toBe(false);
        await once(joined, 'close');

        now.mockReturnValue(4_000);
        const unlisted = connect('172.21.0.3');
        await setImmediate();
        expect(unlisted.destroyed).toBe(false);
        now.mockReturnValue(6_000);
        expect(connect('172.21.0.3').destroyed).toBe(false);

        expect(ask).toHaveBeenCalledTimes(3);
        expect(warn).toHaveBeenCalledTimes(1);
      } finally {
        now.mockRestore();
      }
    });
  });

  it('closes connections before a web server reads from them', async () => {
    const guard = new LabNetworkGuard();
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(request.socket.localAddress ?? '');
      response.end('hello');
    });
    server.listen(0, '0.0.0.0');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const read = async (host: string) =>
      fetch(`http://${host}:${port}/`, { headers: { connection: 'close' } })
        .then(answer => answer.text())
        .catch(() => 'refused');
    try {
      await guard.start(async () =>
        own(['portal_default', '127.0.0.2'], ['zz-lab-a-1', '127.0.0.3']),
      );
      expect(await read('127.0.0.2')).toBe('hello');
      expect(await read('127.0.0.3')).toBe('refused');
      expect(asked).toEqual(['127.0.0.2']);
      guard.stop();
      expect(await read('127.0.0.3')).toBe('hello');
    } finally {
      guard.stop();
      server.close();
    }
  });
});
