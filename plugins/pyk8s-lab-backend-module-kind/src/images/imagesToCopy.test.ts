import {
  aWorld,
  anArchive,
  APP,
  first,
  ids,
  PAUSE,
  second,
} from './__testUtils__/importedImages';

describe('copying images between nodes', () => {
  it('copies wanted images to nodes that lack them', async () => {
    const { containerd, importArchive, spread, list, progress } =
      await aWorld();
    const names = [APP, 'example.com/b:1'];
    const app = anArchive('app', { names });
    await importArchive(app);
    const full = await list();
    containerd.remove(ids[1], ...names);
    containerd.remove(ids[0], PAUSE);
    progress.length = 0;

    expect(await spread(app.images)).toEqual([{ node: second, names }]);

    expect((await list()).images[0]).toEqual(full.images[0]);
    expect(containerd.stateOf(ids[0])[PAUSE]).toBeUndefined();
    expect(containerd.calls.filter(call => call.includes('export'))).toEqual([
      `${ids[0]} export --platform=linux/amd64 -- - ${names.join(' ')}`,
    ]);
    const [sent, total] = progress.at(-1) ?? [];
    expect(sent).toBe(total);
    expect(sent).toBeGreaterThan(200_000);
    const calls = containerd.calls.length;
    expect(await spread(app.images)).toEqual([]);
    expect(containerd.calls.slice(calls)).toEqual(ids.map(id => `${id} list`));
  });

  it('replaces a different image of the same name', async () => {
    const { containerd, importArchive, spread } = await aWorld();
    const app = anArchive('new');
    await importArchive(app);
    containerd.rename(ids[0], PAUSE, APP);

    expect(await spread(app.images)).toEqual([{ node: first, names: [APP] }]);

    expect(containerd.stateOf(ids[0])).toEqual(containerd.stateOf(ids[1]));
  });

  it('names the node where a copy fails', async () => {
    const { containerd, importArchive, spread } = await aWorld();
    const app = anArchive('app');
    await importArchive(app);
    containerd.remove(ids[1], APP);
    containerd.refuse = (_, call) =>
      call.includes('export') ? 'content digest not found' : undefined;

    expect(await spread(app.images)).toEqual([
      {
        node: second,
        names: [APP],
        failure: `The node ${first} refused: content digest not found`,
      },
    ]);
  });
});
