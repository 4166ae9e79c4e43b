import { FakeDockerHost } from '../../__testUtils__/FakeDockerHost';
import { HostProbe } from './HostProbe';
import { parseMeminfo, type LocalMemory } from './localMemory';

const GIB = 2 ** 30;

describe('parseMeminfo', () => {
  it('reads the total and the available memory, in bytes', () => {
    expect(
      parseMeminfo(
        'MemTotal:       24684084 kB\nMemFree:        14302000 kB\nMemAvailable:   18100000 kB\n',
      ),
    ).toEqual({
      totalBytes: 24_684_084 * 1_024,
      availableBytes: 18_100_000 * 1_024,
    });
  });

  it.each(['', 'MemTotal: 1 kB\n', 'nonsense'])('gives up on %j', text => {
    expect(parseMeminfo(text)).toBeUndefined();
  });
});

describe('HostProbe', () => {
  let docker: FakeDockerHost;

  beforeEach(() => {
    docker = new FakeDockerHost();
    docker.machine = {
      cpus: 4,
      memoryBytes: 16 * GIB,
      rootDirectory: '/data/docker',
    };
  });

  const look = (memory: LocalMemory | undefined) =>
    HostProbe.create({
      docker,
      memoryPerNodeBytes: GIB,
      diskFree: async () => 20 * GIB,
      local: {
        memory: async () => memory,
        diskFree: async directory =>
          directory === '/data/docker' ? 50 * GIB : undefined,
      },
    }).look();

  const addNode = (id: string, state: string, memoryBytes?: number) => {
    docker.containers.push({
      id,
      name: id,
      cluster: 'lab-a-1',
      role: 'worker',
      imageId: 'sha256:node',
      network: 'zz-lab-a-1',
      state,
    });
    docker.limits.set(id, { memoryBytes });
  };

  it('asks the machine itself if Docker runs on it', async () => {
    addNode('one', 'running');

    expect(
      await look({ totalBytes: 16 * GIB, availableBytes: 5 * GIB }),
    ).toEqual({
      cpus: 4,
      memoryBytes: 16 * GIB,
      memoryFreeBytes: 5 * GIB,
      diskFreeBytes: 50 * GIB,
    });
  });

  it.each<[string, LocalMemory | undefined, string]>([
    [
      'in a virtual machine on it',
      { totalBytes: 64 * GIB, availableBytes: 60 * GIB },
      'unix:///var/run/docker.sock',
    ],
    ['on a system that does not tell', undefined, 'unix:///docker.sock'],
    [
      'on another one',
      { totalBytes: 16 * GIB, availableBytes: 15 * GIB },
      'tcp://docker.example.com:2376',
    ],
  ])(
    'counts the nodes of every lab if Docker is %s',
    async (_where, memory, endpoint) => {
      docker.endpoint = endpoint;
      addNode('unlimited', 'running');
      addNode('limited', 'running', 4 * GIB);
      addNode('paused', 'exited', 8 * GIB);

      expect(await look(memory)).toEqual({
        cpus: 4,
        memoryBytes: 16 * GIB,
        memoryFreeBytes: 11 * GIB,
        diskFreeBytes: 20 * GIB,
      });
    },
  );

  it('measures disk space through Docker if it sees only the memory, as in a container', async () => {
    docker.machine = { ...docker.machine, rootDirectory: '/not/here' };

    expect(
      await look({ totalBytes: 16 * GIB, availableBytes: 5 * GIB }),
    ).toMatchObject({ memoryFreeBytes: 5 * GIB, diskFreeBytes: 20 * GIB });
  });

  it('never reports negative free memory', async () => {
    addNode('huge', 'running', 32 * GIB);

    expect((await look(undefined)).memoryFreeBytes).toBe(0);
  });

  it('reads the machine that it runs on', async () => {
    docker.machine = { ...docker.machine, rootDirectory: '/not/there' };

    const facts = await HostProbe.create({
      docker,
      memoryPerNodeBytes: GIB,
    }).look();

    expect(facts).toMatchObject({ cpus: 4, memoryBytes: 16 * GIB });
    expect(facts.diskFreeBytes).toBeUndefined();
  });
});
