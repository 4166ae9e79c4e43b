import { setImmediate as turn } from 'node:timers/promises';
import { PassThrough, Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import {
  aWorld,
  anArchive,
  APP,
  first,
  ids,
  PAUSE,
  second,
} from './__testUtils__/importedImages';

const CHUNK = 65_536;
const MIB = 2 ** 20;

describe('ClusterImportedImages', () => {
  it('lists the images of the nodes by content', async () => {
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
        },
      ],
    });
    expect((await list()).images[0].sizeBytes).toBeGreaterThan(1_000);
  });

  it('imports images into every node, as root, without a shell', async () => {
    const { world, containerd, importArchive, list, progress } = await aWorld();
    const names = [APP, 'example.com/b:1'];
    const archive = anArchive('app', { names });

    expect(await importArchive(archive)).toEqual([
      { node: first, names },
      { node: second, names },
    ]);

    expect(archive.opened).toHaveLength(2);
    expect((await list()).images[0]).toMatchObject({
      id: archive.id,
      names,
      nodes: [first, second],
    });
    const total = 2 * archive.sizeBytes;
    expect(progress.at(-1)).toEqual([total, total]);
    for (const { argv, user } of world.docker.programs) {
      expect(user).toBe('0:0');
      expect(argv.join(' ')).not.toContain('library/app');
    }
    expect(containerd.calls.filter(call => call.endsWith('import -'))).toEqual(
      ids.map(id => `${id} import -`),
    );
  });

  it('imports into the other nodes when one is removed meanwhile', async () => {
    const { world, containerd, importArchive } = await aWorld();
    containerd.onCall = (id, call) => {
      if (call.includes('import') && id === ids[1]) {
        world.docker.containers = world.docker.containers.filter(
          container => container.id === ids[0],
        );
      }
    };

    expect(await importArchive(anArchive('app'))).toEqual([
      { node: first, names: [APP] },
      {
        node: second,
        names: [APP],
        failure: expect.stringMatching(/stopped before the command had ended/),
      },
    ]);
    expect(containerd.stateOf(ids[0])[APP]).toBeDefined();
  });

  it('imports nothing of a truncated archive', async () => {
    const { importArchive, states } = await aWorld();
    const before = states();
    const archive = anArchive('app');
    const bytes = await buffer(archive.open());

    const imports = await importArchive({
      ...archive,
      open: () => Readable.from([bytes.subarray(0, 5_000)]),
    });

    expect(imports.map(({ failure }) => failure)).toEqual(
      [first, second].map(
        node => `The node ${node} refused: Unexpected end of data`,
      ),
    );
    expect(states()).toEqual(before);
  });

  it('names a node without disk space, and can be repeated', async () => {
    const { containerd, importArchive, list } = await aWorld();
    containerd.refuse = (id, call) =>
      id === ids[1] && call.includes('import')
        ? 'write /x: no space left on device'
        : undefined;
    const archive = anArchive('app');

    expect(await importArchive(archive)).toEqual([
      { node: first, names: [APP] },
      {
        node: second,
        names: [APP],
        failure: `The node ${second} refused: write /x: no space left on device`,
      },
    ]);
    expect((await list()).images[0]).toMatchObject({ nodes: [first] });

    containerd.refuse = () => undefined;
    await importArchive(archive);
    expect((await list()).images[0]).toMatchObject({ nodes: [first, second] });
  });

  it('reports that an archive is for another platform', async () => {
    const { importArchive, states } = await aWorld();
    const before = states();

    const [{ failure }] = await importArchive(
      anArchive('app', { platform: 'linux/arm64' }),
    );

    expect(failure).toBe(
      `The archive has no image for the architecture of the node ${first}.`,
    );
    expect(states()).toEqual(before);
  });

  it('waits until the kubelet can see them', async () => {
    const { world, containerd, importArchive } = await aWorld();
    let listings = 0;
    world.docker.program = async (program, print, id) => {
      const isListing = program.argv.some(word => word.includes('crictl'));
      if (!isListing || id !== ids[0]) {
        return containerd.program(program, print, id);
      }
      listings += 1;
      return listings < 3
        ? (await print('stdout', Buffer.from('x86_64\n{"images":[]}')), 0)
        : containerd.program(program, print, id);
    };

    expect((await importArchive(anArchive('app')))[0]).toEqual({
      node: first,
      names: [APP],
    });
    expect(listings).toBe(3);
  });

  it('ends with the signal and closes the archive', async () => {
    const { containerd, importArchive, states } = await aWorld();
    const before = states();
    const controller = new AbortController();
    const reason = new Error('cancelled');
    containerd.onCall = () => controller.abort(reason);
    const archive = anArchive('new');

    await expect(
      importArchive(archive, { signal: controller.signal }),
    ).rejects.toBe(reason);

    expect(states()).toEqual(before);
    expect(archive.opened.every(stream => stream.destroyed)).toBe(true);
  });

  it('truncates a stalled archive when it is aborted', async () => {
    const { importArchive, states } = await aWorld();
    const before = states();
    const controller = new AbortController();
    const reason = new Error('cancelled');
    const streams: PassThrough[] = [];
    const archive = anArchive('app');

    await expect(
      importArchive(
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

  it('reports the error of the archive for each node', async () => {
    const { importArchive, states } = await aWorld();
    const before = states();
    const archive = anArchive('app');

    const imports = await importArchive({
      ...archive,
      open: () => {
        const stream = new PassThrough();
        stream.write('{');
        turn().then(() => stream.destroy(new Error('the disk is gone')));
        return stream;
      },
    });

    expect(imports.map(({ failure }) => failure)).toEqual([
      'the disk is gone',
      'the disk is gone',
    ]);
    expect(states()).toEqual(before);
  });

  it('reads an archive no faster than the node', async () => {
    const { world, containerd, importArchive } = await aWorld();
    const archive = anArchive('app', { bytes: 200 * CHUNK });
    let taken = 0;
    let read = 0;
    let rushed = 0;
    world.docker.program = async (program, print, id) => {
      if (!program.argv.some(word => word.includes('images import'))) {
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

    await importArchive({
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

  it('stops reading a listing that is too long', async () => {
    const { world, containerd, list, spread } = await aWorld();
    let printed = 0;
    world.docker.program = async (program, print, id) => {
      const isListing = program.argv.some(word => word.includes('crictl'));
      if (id === ids[0] || !isListing) {
        return containerd.program(program, print, id);
      }
      for (; printed < 32 * MIB; printed += CHUNK) {
        await print('stdout', Buffer.alloc(CHUNK, '\n'));
      }
      return 0;
    };

    for (const call of [list, () => spread([])]) {
      printed = 0;
      await expect(call()).rejects.toThrow(
        `The node ${second} has more images than can be listed: remove unused images`,
      );
      expect(printed).toBeLessThan(5 * MIB);
    }
  });

  it('fails unless all nodes of the cluster run', async () => {
    const { world, importArchive, spread, list } = await aWorld();
    const each = [
      () => importArchive(anArchive('app')),
      () => spread([]),
      list,
    ];
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
});
