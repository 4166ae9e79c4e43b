import { createServer, type Server } from 'node:net';
import { ApiPorts, type PortProbe } from './ApiPorts';

const reach = { listen: '127.0.0.1', host: 'localhost' };
const none: ReadonlySet<number> = new Set();

describe('ApiPorts', () => {
  let server: Server | undefined;
  afterEach(() => server?.close());

  async function listen(): Promise<number> {
    const listening = createServer();
    server = listening;
    await new Promise<void>(resolve =>
      listening.listen(0, '127.0.0.1', resolve),
    );
    const address = listening.address();
    return typeof address === 'object' && address ? address.port : 0;
  }

  it('reserves different ports concurrently', async () => {
    const ports = new ApiPorts(reach);

    const reserved = await Promise.all(
      Array.from({ length: 20 }, () => ports.reserve(none)),
    );

    expect(new Set(reserved.map(({ port }) => port)).size).toBe(20);
  });

  it('reserves each port of a range once until it is released', async () => {
    const ports = new ApiPorts(
      { ...reach, ports: { from: 31_000, to: 31_002 } },
      async (_, port) => port,
    );
    const reserved = await Promise.all(
      Array.from({ length: 3 }, () => ports.reserve(none)),
    );

    expect(reserved.map(({ port }) => port).sort()).toEqual([
      31_000, 31_001, 31_002,
    ]);
    await expect(ports.reserve(none)).rejects.toThrow(
      'between 31000 and 31002 (pyk8sLab.kind.reach.ports)',
    );

    reserved[1].release();
    expect((await ports.reserve(none)).port).toBe(reserved[1].port);
  });

  it('skips a port in use', async () => {
    const port = await listen();
    const ports = new ApiPorts({ ...reach, ports: { from: port, to: port } });

    await expect(ports.reserve(none)).rejects.toThrow('No port is free');
  });

  it('skips the ports of Docker', async () => {
    const ports = new ApiPorts(
      { ...reach, ports: { from: 31_000, to: 31_001 } },
      async (_, port) => port,
    );

    const reserved = await ports.reserve(new Set([31_000]));

    expect(reserved.port).toBe(31_001);
  });

  it('does not probe an address of another machine', async () => {
    const probe: PortProbe = async (address, port) =>
      address === '192.0.2.1' ? 'not-here' : port || 40_000;
    const elsewhere = { listen: '192.0.2.1', host: 'labs.example.com' };

    expect((await new ApiPorts(elsewhere, probe).reserve(none)).port).toBe(
      40_000,
    );
    expect(
      (
        await new ApiPorts(
          { ...elsewhere, ports: { from: 31_000, to: 31_000 } },
          probe,
        ).reserve(none)
      ).port,
    ).toBe(31_000);
  });

  it('finds no port of an address of another machine', async () => {
    const ports = new ApiPorts({ ...reach, listen: '192.0.2.1' });

    expect((await ports.reserve(none)).port).toBeGreaterThan(0);
  });
});
