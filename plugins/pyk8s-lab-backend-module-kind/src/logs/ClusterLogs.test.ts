import { setImmediate as turn } from 'node:timers/promises';
import type {
  ClusterLogOptions,
  ClusterLogSource,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { FakeProgram } from '../__testUtils__/FakeDockerHost';
import { KindWorld } from '../__testUtils__/kindWorld';
import { LogRefusal } from './pods/LogReader';

const ref = { name: 'lab-abc-0001', host: 'local' };
const controlPlane = `${ref.name}-control-plane`;
const worker = `${ref.name}-worker`;
const ofNode: ClusterLogSource = { kind: 'node', node: worker };
const ofPod: ClusterLogSource = {
  kind: 'pod',
  namespace: 'default',
  pod: 'web-0',
};

function aWorld() {
  const world = new KindWorld();
  world.addContainer(ref.name, 'worker', 2, 30_001);
  world.addContainer(ref.name, 'worker', 1, 30_001);
  world.addContainer(ref.name, 'control-plane', 0, 30_001);
  world.addContainer('lab-abc-0002', 'control-plane', 0, 30_002);
  return world;
}

function sources(world: KindWorld) {
  return world.provider.can.logs.logSources(ref, {
    signal: new AbortController().signal,
  });
}

async function read(
  world: KindWorld,
  source: ClusterLogSource,
  options: Partial<ClusterLogOptions> = {},
) {
  let text = '';
  await world.provider.can.logs.logs(ref, source, {
    tailLines: 7,
    follow: false,
    signal: new AbortController().signal,
    onOutput: chunk => {
      text += Buffer.from(chunk);
    },
    ...options,
  });
  return text;
}

/** Programs whose journalctl runs until it is ended. */
function untilEnded(): FakeProgram {
  let end = (_exitCode: number) => {};
  return async ({ argv }, print) => {
    if (argv.includes('journalctl')) {
      await print('stdout', Buffer.from('started\n'));
      return new Promise(resolve => {
        end = resolve;
      });
    }
    end(143);
    return 0;
  };
}

/** A log that ends with an error. */
async function* failing(
  parts: string[],
  error: Error,
): AsyncGenerator<Uint8Array, void> {
  for (const part of parts) {
    yield Buffer.from(part);
  }
  throw error;
}

describe('ClusterLogs', () => {
  it('are those of the nodes and of the pods of the cluster', async () => {
    const world = aWorld();

    const { nodes, pods } = await sources(world);

    expect(nodes.map(({ name, role }) => [name, role])).toEqual([
      [controlPlane, 'control-plane'],
      [worker, 'worker'],
      [`${worker}2`, 'worker'],
    ]);
    expect(nodes[1].units).toEqual(['kubelet', 'containerd']);
    expect(pods).toEqual(world.logReader.there);
  });

  it('reports that the API server does not respond', async () => {
    const world = aWorld();
    world.logReader.fail = () => new Error('no answer');

    await expect(sources(world)).rejects.toThrow('does not answer');
    await expect(read(world, ofPod)).rejects.toThrow('does not answer');
  });

  it.each([ofNode, ofPod])(
    'fails while the cluster does not run or exist: %j',
    async source => {
      const world = aWorld();
      world.docker.setState(`id-of-${controlPlane}`, 'exited');
      await expect(sources(world)).rejects.toThrow('does not run');
      await expect(read(world, source)).rejects.toThrow('does not run');
      world.docker.containers = [];
      await expect(sources(world)).rejects.toThrow('no longer exists');
      await expect(read(world, source)).rejects.toThrow('no longer exists');
    },
  );

  describe('of a node', () => {
    it.each([
      [{}, ofNode, []],
      [{}, { ...ofNode, unit: 'kubelet' }, ['--unit=kubelet']],
      [{ follow: true }, ofNode, ['--follow']],
    ])('are read by journalctl, %j', async (options, source, more) => {
      const world = aWorld();

      expect(await read(world, source, options)).toMatch(/^ran /);

      expect(world.docker.programs).toHaveLength(1);
      expect(world.docker.programs[0]).toMatchObject({ user: '0:0' });
      const { argv } = world.docker.programs[0];
      expect(argv.slice(argv.indexOf('journalctl'))).toEqual([
        'journalctl',
        '--no-pager',
        '--quiet',
        '--output=short-iso-precise',
        '--lines=7',
        ...more,
        '_TRANSPORT=journal',
        '_TRANSPORT=stdout',
        '_TRANSPORT=syslog',
      ]);
    });

    it.each([{ follow: true }, { follow: false }])(
      "have neither secrets nor messages of the host's kernel, %j",
      async options => {
        const world = aWorld();
        const at = '2026-12-01T09:00:00.123456+0000 node';
        world.docker.program = async (_, print) => {
          // Also for a secret in two pieces, and without a newline.
          await print('stdout', Buffer.from(`${at} kubeadm: abcdef.01234`));
          await print(
            'stdout',
            Buffer.from(`56789abcdef\n${at} kernel: eth0\n`),
          );
          await print('stdout', Buffer.from(`${at} x[1]: password=hunter2`));
          return 0;
        };

        expect(await read(world, ofNode, options)).toBe(
          `${at} kubeadm: [redacted]\n${at} x[1]: password=[redacted]`,
        );
      },
    );

    it.each([
      [{ ...ofNode, node: `lab-abc-0002-control-plane` }, controlPlane],
      [{ ...ofNode, node: '' }, worker],
      [{ ...ofNode, unit: 'ssh' }, 'kubelet, containerd'],
      [{ ...ofNode, unit: '' }, 'kubelet, containerd'],
      [{ ...ofNode, unit: 'kubelet --help' }, 'kubelet, containerd'],
    ])('that does not exist are an error: %j', async (source, hint) => {
      const world = aWorld();

      await expect(read(world, source)).rejects.toMatchObject({
        name: 'InputError',
        message: expect.stringContaining(hint),
      });
      expect(world.docker.programs).toEqual([]);
    });

    it('that has stopped cannot be read', async () => {
      const world = aWorld();
      world.docker.setState(`id-of-${worker}`, 'exited');

      await expect(read(world, ofNode)).rejects.toThrow(
        `The node ${worker} is exited`,
      );
    });

    it('omit lines that are too old', async () => {
      const world = aWorld();
      const at = (secondsAgo: number) =>
        `${new Date(Date.now() - 1_000 * secondsAgo)
          .toISOString()
          .slice(0, -1)}000+0000 node a[1]: ${secondsAgo}\n`;
      world.docker.program = async (_, print) => {
        await print('stdout', Buffer.from(at(900)));
        await print('stdout', Buffer.from(at(30)));
        return 0;
      };

      const text = await read(world, ofNode, { sinceSeconds: 60 });

      expect(text).toMatch(/: 30\n$/);
      expect(text).not.toContain(': 900');
    });

    it('fail with the message of journalctl', async () => {
      const world = aWorld();
      world.docker.program = async (_, print) => {
        await print('stderr', Buffer.from('No journal files were found.\n'));
        return 1;
      };

      await expect(read(world, ofNode)).rejects.toThrow(
        'journalctl ended with 1. No journal files were found.',
      );
    });

    it('are bounded even if all lines are filtered', async () => {
      const world = aWorld();
      const chunk = Buffer.from('password='.repeat(10_000));
      world.docker.program = async ({ argv }, print) => {
        while (argv.includes('journalctl')) {
          await print('stdout', chunk);
        }
        return 0;
      };

      await expect(read(world, ofNode)).rejects.toThrow(
        'has more than can be read',
      );
    });

    it('that are followed have a time limit, and no size limit', async () => {
      const world = aWorld();
      const lines = Buffer.from('password=\n'.repeat(100_000));
      world.docker.program = async ({ argv }, print) => {
        for (let sent = 0; sent <= 64 * 2 ** 20; sent += lines.length) {
          if (argv.includes('journalctl')) {
            await print('stdout', lines);
          }
        }
        return 0;
      };
      let length = 0;

      await read(world, ofNode, {
        follow: true,
        onOutput: chunk => {
          length += chunk.length;
        },
      });

      expect(length).toBeGreaterThan(64 * 2 ** 20);
    });

    it('fail with a short message without secrets', async () => {
      const world = aWorld();
      world.docker.program = async (_, print) => {
        await print('stderr', Buffer.from('token=hunter2 \u001b[2J'));
        await print('stderr', Buffer.from('x'.repeat(100_000)));
        return 1;
      };

      const error: Error = await read(world, ofNode).then(
        () => new Error('none'),
        reason => reason,
      );

      expect(error.message).toContain('token=[redacted] [2Jxxx');
      expect(error.message.length).toBeLessThan(700);
    });

    it('that are followed end without an error, and journalctl with them', async () => {
      const world = aWorld();
      const controller = new AbortController();
      world.docker.program = untilEnded();

      await read(world, ofNode, {
        follow: true,
        signal: controller.signal,
        onOutput: () => controller.abort(),
      });

      const [{ argv: started }, { argv: ended }] = world.docker.programs;
      expect(ended[4]).toBe(started[4]);
      expect(world.docker.detached).toBe(1);
    });

    it('that are followed end without the portal', async () => {
      const world = aWorld();

      await read(world, ofNode, { follow: true });

      expect(world.docker.programs[0].argv[5]).toBe('3602.000');
    });

    it('are an error when they are aborted before their end', async () => {
      const world = aWorld();
      const reason = new Error('cancelled');
      const controller = new AbortController();
      world.docker.program = untilEnded();

      await expect(
        read(world, ofNode, {
          signal: controller.signal,
          onOutput: () => controller.abort(reason),
        }),
      ).rejects.toBe(reason);
    });

    it('name the node that stopped meanwhile', async () => {
      const world = aWorld();
      world.docker.program = async () => {
        world.docker.setState(`id-of-${worker}`, 'exited');
        return 137;
      };

      await expect(read(world, ofNode, { follow: true })).rejects.toThrow(
        `The node ${worker} stopped before`,
      );
    });
  });

  describe('of a pod', () => {
    it('default to those of its first container', async () => {
      const world = aWorld();

      expect(await read(world, ofPod)).toBe('a line\n');
      await read(
        world,
        { ...ofPod, container: 'prepare', previous: true },
        { follow: true, sinceSeconds: 60, tailLines: 0 },
      );

      expect(world.logReader.wanted).toEqual([
        {
          namespace: 'default',
          pod: 'web-0',
          container: 'web',
          previous: false,
          tailLines: 7,
          sinceSeconds: undefined,
          follow: false,
        },
        {
          namespace: 'default',
          pod: 'web-0',
          container: 'prepare',
          previous: true,
          tailLines: 0,
          sinceSeconds: 60,
          follow: true,
        },
      ]);
    });

    it.each([
      [{ ...ofPod, pod: 'web-1' }, 'no pod web-1'],
      [{ ...ofPod, pod: 'web-1' }, 'there is web-0'],
      [{ ...ofPod, namespace: 'other' }, 'there is none'],
      [{ ...ofPod, container: 'x' }, 'there is prepare, web, proxy'],
      [{ ...ofPod, pod: 'web-0/log' }, 'can be no pod'],
    ])('that does not exist are an error: %j', async (source, hint) => {
      const world = aWorld();

      await expect(read(world, source)).rejects.toMatchObject({
        name: 'InputError',
        message: expect.stringContaining(hint),
      });
      expect(world.logReader.wanted).toEqual([]);
    });

    it('names a readable number of pods', async () => {
      const world = aWorld();
      const [pod] = world.logReader.there;
      world.logReader.there = Array.from({ length: 30 }, (_, index) => ({
        ...pod,
        name: `pod-${index}`,
      }));

      await expect(read(world, ofPod)).rejects.toThrow(/pod-19 and more\.$/);
    });

    it.each([
      [400, 'InputError', 'container "web" is waiting to start'],
      [404, 'InputError', 'There is no pod web-0'],
      [500, 'Error', 'container "web" is waiting to start'],
    ])('are refused with HTTP %i', async (status, name, words) => {
      const world = aWorld();
      world.logReader.log = () =>
        failing(
          [],
          new LogRefusal(status, 'container "web" is waiting to start'),
        );

      await expect(read(world, ofPod)).rejects.toMatchObject({
        name,
        message: expect.stringContaining(words),
      });
    });

    it('report a broken connection', async () => {
      const world = aWorld();
      world.logReader.log = () =>
        failing(
          ['some'],
          Object.assign(new Error('aborted'), { code: 'ECONNRESET' }),
        );

      await expect(read(world, ofPod, { follow: true })).rejects.toThrow(
        'broke off the log: ECONNRESET',
      );
    });

    it('are read as fast as they are consumed', async () => {
      const world = aWorld();
      const events: string[] = [];
      world.logReader.log = async function* log() {
        for (const part of ['one', 'two']) {
          events.push(`read ${part}`);
          yield Buffer.from(part);
        }
      };

      await read(world, ofPod, {
        onOutput: async chunk => {
          await turn();
          events.push(`took ${Buffer.from(chunk)}`);
        },
      });

      expect(events).toEqual(['read one', 'took one', 'read two', 'took two']);
    });

    it.each([
      [true, undefined],
      [false, 'cancelled'],
    ])('end when aborted, followed: %s', async (follow, words) => {
      const world = aWorld();
      const controller = new AbortController();
      const reason = new Error('cancelled');

      const error = await read(world, ofPod, {
        follow,
        signal: controller.signal,
        onOutput: () => {
          controller.abort(reason);
          return new Promise(() => undefined);
        },
      }).then(
        () => undefined,
        thrown => thrown,
      );

      expect(error?.message).toBe(words);
      expect(world.logReader.ended).toBe(1);
    });
  });
});
