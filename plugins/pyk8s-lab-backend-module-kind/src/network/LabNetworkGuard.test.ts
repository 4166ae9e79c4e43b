import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { OwnContainer } from '../docker';
import { LabNetworkGuard } from './LabNetworkGuard';

const own = (...networks: [string, string][]): OwnContainer => ({
  id: 'a',
  networkMode: 'portal_default',
  networks: networks.map(([name, address]) => ({ name, addresses: [address] })),
});

describe('LabNetworkGuard', () => {
  const guardOf = async (container: OwnContainer | undefined) => {
    const ask = jest.fn(async () => container);
    const guard = new LabNetworkGuard();
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
    ['fe80::42:acff:fe13:3', true],
    ['172.21.0.3', true],
    ['127.0.0.1', false],
    ['::1', false],
    [undefined, false],
  ])('refuses what comes to %s: %s', async (address, isRefused) => {
    const { guard } = await guardOf(own(...networks));

    expect(guard.isRefused(address)).toBe(isRefused);
  });

  it('refuses nothing outside of containers', async () => {
    const { guard } = await guardOf(undefined);

    expect(guard.isRefused('172.19.0.3')).toBe(false);
  });

  it('leaves the network alone that the portal was put on by its operator', async () => {
    const { guard } = await guardOf({
      ...own(['kind', '172.20.0.3']),
      networkMode: 'kind',
    });

    expect(guard.isRefused('172.20.0.3')).toBe(false);
  });

  it('takes in networks that are joined later', async () => {
    const { guard } = await guardOf(own(...networks));

    guard.learn(own(['portal_default', '172.18.0.2'], ['shared', '10.0.0.2']));

    expect(guard.isRefused('10.0.0.2')).toBe(false);
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
