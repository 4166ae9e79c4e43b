import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type {
  ClusterCommand,
  ClusterCommandContext,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { FakeProgram } from '../__testUtils__/FakeDockerHost';
import { KindWorld } from '../__testUtils__/kindWorld';

const ref = { name: 'lab-abc-0001', host: 'local' };
const node = `id-of-${ref.name}-control-plane`;
const command: ClusterCommand = {
  argv: ['kubectl', 'get', '$(id)'],
  timeoutMs: 60_000,
};

function aWorld() {
  const world = new KindWorld();
  world.addContainer(ref.name, 'worker', 1, 30_001);
  world.addContainer(ref.name, 'control-plane', 0, 30_001);
  return world;
}

function exec(
  world: KindWorld,
  {
    signal = new AbortController().signal,
    onOutput = () => undefined,
    ...change
  }: Partial<ClusterCommand & ClusterCommandContext> = {},
) {
  return world.provider.can.commands.exec(
    ref,
    { ...command, ...change },
    { signal, onOutput },
  );
}

/** Programs whose command runs until it is ended after some attempts. */
function untilEnded(rounds: number): {
  program: FakeProgram;
  markers: string[];
} {
  const markers: string[] = [];
  let end = (_exitCode: number) => {};
  return {
    markers,
    program: async ({ argv }, print) => {
      if (argv.includes('kubectl')) {
        await print('stdout', Buffer.from('started\n'));
        return new Promise(resolve => {
          end = resolve;
        });
      }
      markers.push(argv[4]);
      if (markers.length < rounds) {
        return 1;
      }
      end(143);
      return 0;
    },
  };
}

describe('ClusterCommands', () => {
  it('runs a command unchanged in the control plane, with a time limit', async () => {
    const world = aWorld();

    expect(await exec(world, { input: 'to be read' })).toEqual({ exitCode: 0 });

    expect(world.docker.programs).toEqual([
      {
        argv: [
          'sh',
          '-c',
          expect.stringContaining('setpriv --reuid=65534'),
          'sh',
          expect.stringMatching(/^[\da-f-]{36}$/),
          '62.000',
          ...command.argv,
        ],
        user: '0:0',
        input: 'to be read',
      },
    ]);
  });

  it('keeps the command out of the script', async () => {
    const world = aWorld();

    await exec(world);
    await exec(world, { argv: ['other'], input: 'x', timeoutMs: 1 });
    await exec(world, { asRoot: true });

    const scripts = world.docker.programs.map(({ argv }) => argv[2]);
    expect(scripts[1]).toBe(scripts[0]);
    expect(scripts[2]).not.toContain('setpriv');
    expect(new Set(world.docker.programs.map(({ argv }) => argv[4])).size).toBe(
      3,
    );
  });

  it('fails in a cluster that is stopped or incomplete', async () => {
    const world = aWorld();
    for (const [state, message] of [
      ['exited', 'its control plane is exited'],
      ['paused', 'its control plane is paused'],
    ]) {
      world.docker.setState(node, state);
      await expect(exec(world)).rejects.toThrow(message);
    }
    world.docker.containers = world.docker.containers.slice(0, 1);
    await expect(exec(world)).rejects.toThrow(
      'its control plane no longer exists',
    );
    world.docker.containers = [];
    await expect(exec(world)).rejects.toThrow('The cluster no longer exists');
    expect(world.docker.programs).toEqual([]);
  });

  it('ends a command that is aborted, until it has ended', async () => {
    const world = aWorld();
    const reason = new Error('cancelled');
    const controller = new AbortController();
    const { program, markers } = untilEnded(3);
    world.docker.program = program;

    await expect(
      exec(world, {
        signal: controller.signal,
        onOutput: () => controller.abort(reason),
      }),
    ).rejects.toBe(reason);

    const [{ argv }] = world.docker.programs;
    expect(markers).toEqual(Array(3).fill(argv[4]));
    expect(world.docker.detached).toBe(1);
  });

  it('ends a command whose output is not consumed', async () => {
    const world = aWorld();
    const failure = new Error('the reader is gone');
    const { program, markers } = untilEnded(1);
    world.docker.program = program;

    await expect(
      exec(world, { onOutput: () => Promise.reject(failure) }),
    ).rejects.toBe(failure);

    expect(markers).toHaveLength(1);
  });

  it.each([
    ['stops', (world: KindWorld) => world.docker.setState(node, 'exited')],
    [
      'is restarted',
      (world: KindWorld) => world.docker.startedAt.set(node, new Date()),
    ],
    [
      'goes',
      (world: KindWorld) => {
        world.docker.containers = [];
      },
    ],
  ])('reports that the node %s while a command runs', async (_, happen) => {
    const world = aWorld();
    world.docker.program = async ({ argv }) => {
      if (!argv.includes('kubectl')) {
        return 0;
      }
      happen(world);
      return 137;
    };

    await expect(exec(world)).rejects.toThrow(
      'stopped before the command had ended',
    );
  });

  it('distinguishes it from a killed command', async () => {
    const world = aWorld();
    world.docker.program = async () => 137;

    expect(await exec(world)).toEqual({ exitCode: 137 });
  });

  it('reports that Docker is unreachable', async () => {
    const world = aWorld();
    const away = new Error('Docker is away');
    world.docker.program = async () => {
      world.docker.fail = () => away;
      throw away;
    };

    await expect(exec(world)).rejects.toBe(away);
  });
});

describe('applying manifests', () => {
  const manifests = {
    archive: Buffer.from('a tar archive'),
    paths: ['-a.yaml', '$(id)'],
    kustomize: false,
    recursive: true,
    serverSide: false,
    forceConflicts: false,
    timeoutMs: 60_000,
  };
  const context = {
    signal: new AbortController().signal,
    onOutput: () => undefined,
  };
  const started = async (change: object = {}) => {
    const world = aWorld();
    await world.provider.can.commands.apply(
      ref,
      { ...manifests, ...change },
      context,
    );
    const [program] = world.docker.programs;
    return { ...program, own: program.argv.slice(6) };
  };

  it('runs kubectl in a private folder, which is removed after it', async () => {
    const { argv, own, user, input } = await started();

    expect(own).toEqual([
      ...['sh', '-c', expect.any(String), 'sh', '', ''],
      ...['--filename=./-a.yaml', '--filename=./$(id)', '--recursive=true'],
      expect.stringMatching(/^--output=go-template=/),
    ]);
    expect(argv[2]).toContain('setpriv --reuid=65534');
    expect(argv[2]).toMatch(/end_marked\ncd \/\nrm -rf -- "\$folder"/);
    expect(user).toBe('0:0');
    expect(await text(input as Readable)).toBe('a tar archive');
  });

  it('keeps the manifests out of the script', async () => {
    const one = await started();
    const other = await started({
      paths: ['k'],
      kustomize: true,
      serverSide: true,
      namespace: 'preview',
    });

    expect(other.argv[2]).toBe(one.argv[2]);
    expect(other.own[2]).toBe(one.own[2]);
    expect(other.own.slice(3, -1)).toEqual([
      ...['sh', 'preview', './k', '--recursive=false'],
      ...['--server-side', '--field-manager=pyk8s-lab'],
      '--force-conflicts=false',
    ]);
  });
});
