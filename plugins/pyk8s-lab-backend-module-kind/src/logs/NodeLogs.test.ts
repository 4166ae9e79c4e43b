import type { FakeProgram } from '../__testUtils__/FakeDockerHost';
import {
  aWorld,
  controlPlane,
  ofNode,
  read,
  worker,
} from './__testUtils__/readLogs';

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

describe('the logs of a node', () => {
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
        await print('stdout', Buffer.from(`56789abcdef\n${at} kernel: eth0\n`));
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
