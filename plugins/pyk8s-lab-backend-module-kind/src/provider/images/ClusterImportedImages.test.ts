import { setImmediate as turn } from 'node:timers/promises';
import { PassThrough, Readable } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import type {
  ClusterImageArchive,
  ImageImportContext,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { testImageArchive } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node/testUtils';
import { KindWorld } from '../../__testUtils__/kindWorld';

const ref = { name: 'lab-abc-0001', host: 'local' };
const first = `${ref.name}-control-plane`;
const second = `${ref.name}-worker`;
const ids = [`id-of-${first}`, `id-of-${second}`];
const PAUSE = 'registry.k8s.io/pause:3.10';
const APP = 'docker.io/library/app:1';
const CHUNK = 65_536;
const MIB = 2 ** 20;

/** An archive that tells what was opened of it. */
function anArchive(
  seed: string,
  {
    names = [APP],
    bytes = 200_000,
    platform = 'linux/amd64',
  }: { names?: string[]; bytes?: number; platform?: string } = {},
) {
  const archive = testImageArchive({
    names,
    seed,
    layerBytes: [bytes],
    platforms: [platform],
  });
  const opened: Readable[] = [];
  const open = () => {
    const stream = archive.open();
    opened.push(stream);
    return stream;
  };
  return { ...archive, id: archive.ids[platform], opened, open };
}

async function aWorld() {
  const world = new KindWorld();
  const { containerd } = world;
  world.addContainer(ref.name, 'worker', 1, 30_001);
  world.addContainer(ref.name, 'control-plane', 0, 30_001);
  const pause = anArchive('pause', { names: [PAUSE], bytes: 1_000 });
  for (const id of ids) {
    await containerd.add(id, pause.open());
  }
  const progress: [number, number][] = [];
  const context: ImageImportContext = {
    signal: new AbortController().signal,
    onProgress: (...news) => progress.push(news),
  };
  return {
    world,
    pause,
    containerd,
    progress,
    provider: world.provider,
    states: () => ids.map(id => containerd.stateOf(id)),
    bring: async (
      archive: ClusterImageArchive,
      change: Partial<ImageImportContext> = {},
    ) => world.provider.importImages(ref, archive, { ...context, ...change }),
    spread: async () => world.provider.spreadImages(ref, context),
    list: async () => world.provider.images(ref, context),
  };
}

describe('ClusterImportedImages', () => {
  it('lists what the nodes have, by their content', async () => {
    const { pause, containerd, list } = await aWorld();
    containerd.rename(ids[0], PAUSE, 'example.com/pause:same');
    containerd.rename(ids[1], PAUSE, `example.com/pause@${pause.id}`);

    expect(await list()).toEqual({
      nodes: [first, second],
      platform: 'linux/amd64',
      images: [
        {
          id: pause.id,
          names: ['example.com/pause:same', PAUSE],
          nodes: [first, second],
          sizeBytes: expect.any(Number),
          imported: false,
        },
      ],
    });
    expect((await list()).images[0].sizeBytes).toBeGreaterThan(1_000);
  });

  it('brings images into every node, as root, by no shell', async () => {
    const { world, containerd, bring, list, progress } = await aWorld();
    const odd = 'example.com/$(id);x:1';
    const names = [APP, 'example.com/b:1', odd];
    const archive = anArchive('app', { names });

    await bring(archive);

    expect(archive.opened).toHaveLength(2);
    expect((await list()).images[0]).toMatchObject({
      // The other one has come, too, but is no name.
      names: [APP, 'example.com/b:1'],
      nodes: [first, second],
      imported: true,
    });
    for (const id of ids) {
      expect(containerd.stateOf(id)).toHaveProperty([odd]);
    }
    const total = 2 * archive.sizeBytes;
    expect(progress.at(-1)).toEqual([total, total]);
    for (const { argv, user } of world.docker.programs) {
      expect(user).toBe('0:0');
      expect(argv[2]).not.toContain('$(id)');
      expect(argv[8] ?? '').not.toContain('$(id)');
    }
    const imports = world.docker.programs.filter(({ argv }) =>
      argv.includes('import'),
    );
    expect(imports.map(({ argv }) => argv.slice(6))).toEqual(
      Array(2).fill([
        'ctr',
        '--namespace=k8s.io',
        'images',
        'import',
        '--snapshotter=overlayfs',
        '-',
      ]),
    );
    expect(containerd.calls.join('\n')).not.toContain('tag');
  });

  it('says that they were brought only when every node has them', async () => {
    const { containerd, bring } = await aWorld();

    await bring(anArchive('app'));

    const calls = containerd.calls.map(call => call.split(' ').slice(1, 3));
    const imports = calls.map(([, verb]) => verb).lastIndexOf('import');
    expect(calls.findIndex(([, verb]) => verb === 'label')).toBeGreaterThan(
      imports,
    );
  });

  it('brings them into a node that joins meanwhile', async () => {
    const { world, containerd, bring, list } = await aWorld();
    containerd.onCall = (id, call) => {
      if (call.includes('import') && id === ids[0]) {
        containerd.onCall = () => undefined;
        world.addContainer(ref.name, 'worker', 2, 30_001);
      }
    };

    await bring(anArchive('app'));

    expect((await list()).images[0]).toMatchObject({
      names: [APP],
      nodes: [first, second, `${ref.name}-worker2`],
    });
  });

  it('has nothing to undo in a node that is removed meanwhile', async () => {
    const { world, containerd, bring } = await aWorld();
    const before = containerd.stateOf(ids[0]);
    containerd.onCall = (_, call) => {
      if (call.includes('import')) {
        world.docker.containers = world.docker.containers.filter(
          ({ id }) => id === ids[0],
        );
      }
    };

    await expect(bring(anArchive('app'))).rejects.toThrow(
      /^The node \S+ stopped before the command had ended/,
    );

    expect(containerd.stateOf(ids[0])).toEqual(before);
  });

  it('leaves nothing when the archive is cut off', async () => {
    const { bring, states } = await aWorld();
    const before = states();
    const archive = anArchive('app');
    const bytes = await buffer(archive.open());

    await expect(
      bring({
        ...archive,
        open: () => Readable.from([bytes.subarray(0, 5_000)]),
      }),
    ).rejects.toThrow(/refused: Unexpected end of data$/);

    expect(states()).toEqual(before);
  });

  it('leaves nothing when a node has no room', async () => {
    const { containerd, bring, states } = await aWorld();
    const before = states();
    containerd.refuse = (id, call) =>
      id === ids[1] && call.includes('import')
        ? 'write /x: no space left on device'
        : undefined;

    await expect(bring(anArchive('app'))).rejects.toThrow(
      `The node ${second} refused: write /x: no space left on device`,
    );

    expect(states()).toEqual(before);
  });

  it('says that an archive is for other machines', async () => {
    const { bring, states } = await aWorld();
    const before = states();

    await expect(
      bring(anArchive('app', { platform: 'linux/arm64' })),
    ).rejects.toThrow('which is linux/amd64');

    expect(states()).toEqual(before);
  });

  it('says that an archive has not what it is to have', async () => {
    const { bring, states } = await aWorld();
    const before = states();
    const archive = anArchive('app');

    await expect(
      bring({ ...archive, names: [APP, 'example.com/other:1'] }),
    ).rejects.toThrow('found no image named example.com/other:1');

    expect(states()).toEqual(before);
  });

  it.each(Array.from({ length: 16 }, (_, at) => at))(
    'undoes everything when it is aborted at call %i',
    async at => {
      const { containerd, bring, states } = await aWorld();
      await bring(anArchive('old'));
      const before = states();
      const controller = new AbortController();
      const reason = new Error('nobody wants it any more');
      let left = at;
      containerd.onCall = () => {
        if (left-- === 0) {
          controller.abort(reason);
        }
      };
      const archive = anArchive('new', { names: [APP, 'example.com/new:1'] });

      await expect(bring(archive, { signal: controller.signal })).rejects.toBe(
        reason,
      );

      expect(states()).toEqual(before);
      expect(archive.opened.every(stream => stream.destroyed)).toBe(true);
    },
  );

  it('cuts an archive off that stalls, when it is aborted', async () => {
    const { bring, states } = await aWorld();
    const before = states();
    const controller = new AbortController();
    const reason = new Error('nobody wants it any more');
    const streams: PassThrough[] = [];
    const archive = anArchive('app');

    await expect(
      bring(
        {
          ...archive,
          open: () => {
            const stream = new PassThrough();
            stream.write('{');
            streams.push(stream);
            return stream;
          },
        },
        {
          signal: controller.signal,
          onProgress: () => controller.abort(reason),
        },
      ),
    ).rejects.toBe(reason);

    expect(states()).toEqual(before);
    expect(streams.every(({ destroyed }) => destroyed)).toBe(true);
  });

  it('fails with what the archive fails with', async () => {
    const { bring, states } = await aWorld();
    const before = states();
    const failure = new Error('the disk is gone');
    const archive = anArchive('app');

    await expect(
      bring({
        ...archive,
        open: () => {
          const stream = new PassThrough();
          stream.write('{');
          turn().then(() => stream.destroy(failure));
          return stream;
        },
      }),
    ).rejects.toBe(failure);

    expect(states()).toEqual(before);
  });

  it('says where it could not be undone', async () => {
    const { containerd, bring } = await aWorld();
    containerd.refuse = (id, call) => {
      if (id === ids[1] && call.includes('import')) {
        return 'no space left on device';
      }
      return id === ids[0] && call.includes('rm') ? 'it is stuck' : undefined;
    };
    // The first node has it when the second one refuses.
    containerd.onCall = async (id, call) => {
      while (
        id === ids[1] &&
        call.includes('import') &&
        containerd.stateOf(ids[0])[APP] === undefined
      ) {
        await turn();
      }
    };

    await expect(bring(anArchive('app'))).rejects.toThrow(
      new RegExp(
        `no space left on device\\. .*could not be removed from ${first}: .*it is stuck`,
      ),
    );
  });

  it('lets nobody read an archive faster than the node takes it', async () => {
    const { world, containerd, bring } = await aWorld();
    const archive = anArchive('app', { bytes: 200 * CHUNK });
    let taken = 0;
    let read = 0;
    let rushed = 0;
    world.docker.program = async (program, print, id) => {
      if (!program.argv.includes('import')) {
        return containerd.program(program, print, id);
      }
      const seen: Buffer[] = [];
      for await (const piece of program.input ?? []) {
        await turn();
        taken += piece.length;
        seen.push(Buffer.from(piece));
      }
      const input = Readable.from([Buffer.concat(seen)]);
      return containerd.program({ ...program, input }, print, id);
    };
    world.docker.containers = world.docker.containers.filter(
      ({ id }) => id === ids[0],
    );

    await bring({
      ...archive,
      open: () =>
        archive.open().on('data', chunk => {
          read += chunk.length;
          rushed = Math.max(rushed, read - taken);
        }),
    });

    expect(taken).toBe(archive.sizeBytes);
    expect(rushed).toBeLessThan(10 * CHUNK);
  });

  it('does not go on reading a node that says too much', async () => {
    const { world, containerd, list, spread, bring } = await aWorld();
    let printed = 0;
    world.docker.program = async (program, print, id) => {
      const isListing = program.argv.some(word => word.includes('images ls'));
      if (id === ids[0] || !isListing) {
        return containerd.program(program, print, id);
      }
      for (; printed < 32 * MIB; printed += CHUNK) {
        await print('stdout', Buffer.alloc(CHUNK, 'image\n'));
      }
      return 0;
    };

    for (const call of [list, spread, () => bring(anArchive('app'))]) {
      printed = 0;
      await expect(call()).rejects.toThrow(
        `The node ${second} has more images than can be listed: remove there`,
      );
      expect(printed).toBeLessThan(5 * MIB);
    }
  });

  it('spreads no name that no image can have', async () => {
    const { containerd, bring, spread } = await aWorld();
    const odd = 'example.com/$(id);x:1';
    const app = anArchive('app', { names: [APP, odd] });
    await bring(app);
    containerd.remove(ids[1], APP, odd, app.id);

    expect(await spread()).toEqual([APP]);

    expect(containerd.stateOf(ids[1])[odd]).toBeUndefined();
    expect(containerd.calls.filter(call => call.includes('export'))).toEqual([
      expect.not.stringContaining(odd),
    ]);
  });

  it('gives nodes what they lack of what was brought', async () => {
    const { containerd, bring, spread, list, progress } = await aWorld();
    const app = anArchive('app', { names: [APP, 'example.com/b:1'] });
    await bring(app);
    const full = await list();
    containerd.remove(ids[1], APP, 'example.com/b:1', app.id);
    containerd.remove(ids[0], PAUSE);
    progress.length = 0;

    expect([...(await spread())].sort()).toEqual([APP, 'example.com/b:1']);

    expect((await list()).images[0]).toEqual(full.images[0]);
    expect(containerd.stateOf(ids[0])[PAUSE]).toBeUndefined();
    const [sent, total] = progress.at(-1) ?? [];
    expect(sent).toBe(total);
    expect(sent).toBeGreaterThan(200_000);
    const calls = containerd.calls.length;
    expect(await spread()).toEqual([]);
    expect(containerd.calls.slice(calls)).toEqual(ids.map(id => `${id} list`));
  });

  it('spreads what was brought last', async () => {
    const { containerd, bring, spread } = await aWorld();
    await bring(anArchive('new'));
    const brought = containerd.stateOf(ids[0])[APP];
    // As when a crash has cut an import off: the mark is of another content.
    containerd.rename(ids[0], PAUSE, APP);

    expect(await spread()).toEqual([APP]);

    expect(containerd.stateOf(ids[0])[APP]).toEqual(brought);
  });

  it('does not work on a cluster that does not run, or of which a node does not', async () => {
    const { world, bring, spread, list } = await aWorld();
    const each = [() => bring(anArchive('app')), spread, list];
    for (const [id, words] of [
      [ids[1], `its node ${second} is exited`],
      [ids[0], 'its control plane is exited'],
    ]) {
      world.docker.setState(id, 'exited');
      for (const call of each) {
        await expect(call()).rejects.toThrow(words);
      }
    }
    world.docker.containers = [];
    for (const call of each) {
      await expect(call()).rejects.toThrow('The cluster no longer exists');
    }
  });

  it('removes what a crash has left behind of an import, later', async () => {
    const { containerd, bring } = await aWorld();
    const [old, recent] = [5 * 3_600_000, 60_000].map(
      age => `pyk8s-lab.invalid/before-${Date.now() - age}/x:kept`,
    );
    containerd.rename(ids[0], PAUSE, old);
    containerd.rename(ids[0], PAUSE, recent);

    await bring(anArchive('app'));

    const names = Object.keys(containerd.stateOf(ids[0]));
    expect(names).toEqual(expect.arrayContaining([APP, recent, PAUSE]));
    expect(names).not.toContain(old);
  });

  describe('of the host', () => {
    const { signal } = new AbortController();

    it.each([
      ['app', 'app:latest'],
      ['localhost:5000/team/app', 'localhost:5000/team/app:latest'],
      ['team/app:1', 'team/app:1'],
    ])('gives %s, and no other tag of it', async (image, asked) => {
      const { world, provider } = await aWorld();
      world.docker.archives.set(asked, () => Readable.from(['content']));

      expect(
        await text(await provider.hostImage('local', image, { signal })),
      ).toBe('content');
    });

    it('says that there is none', async () => {
      const { provider } = await aWorld();

      await expect(
        provider.hostImage('local', 'team/app:1', { signal }),
      ).rejects.toMatchObject({
        name: 'NotFoundError',
        message:
          'The lab host has no image team/app:1: pull it there first, or send it as an archive.',
      });
    });

    it.each(['../../containers/json?', '--all', 'A b', ''])(
      'takes %j for no name',
      async image => {
        const { provider } = await aWorld();

        await expect(
          provider.hostImage('local', image, { signal }),
        ).rejects.toMatchObject({ name: 'InputError' });
      },
    );

    it('knows no other host', async () => {
      const { provider } = await aWorld();

      await expect(
        provider.hostImage('elsewhere', 'app', { signal }),
      ).rejects.toThrow('There is no lab host "elsewhere"');
    });
  });
});
