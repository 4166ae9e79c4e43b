import { aLab, anId, LabApiServer } from '@internal/test-utils';
import { eventually } from '../__testUtils__/eventually';
import { FakeCatalog } from '../__testUtils__/FakeCatalog';
import { ProviderWorld } from '../__testUtils__/ProviderWorld';

describe('LabEntityProvider', () => {
  let api: LabApiServer;
  let catalog: FakeCatalog;
  const worlds: ProviderWorld[] = [];

  /** A replica with an up-to-date catalog. */
  async function start(): Promise<ProviderWorld> {
    const world = await ProviderWorld.start(api, catalog);
    worlds.push(world);
    return world;
  }

  /** A replica whose API or catalog may fail. */
  async function startAnyhow(): Promise<ProviderWorld> {
    const world = ProviderWorld.create(api);
    worlds.push(world);
    await world.provider.connect(catalog);
    await world.provider.start();
    return world;
  }

  beforeEach(async () => {
    api = await LabApiServer.start();
    catalog = new FakeCatalog();
  });

  afterEach(async () => {
    await Promise.all(worlds.splice(0).map(({ provider }) => provider.stop()));
    await api.stop();
  });

  it('adds all labs when it starts', async () => {
    api.happen(aLab({ n: 1, name: 'one' }));
    api.happen(aLab({ n: 2, name: 'two' }));
    api.end(aLab({ n: 2, name: 'two' }));
    await start();
    expect(catalog.titles).toEqual(['one']);
  });

  it('removes entities that an earlier process left behind', async () => {
    await catalog.applyMutation({
      type: 'full',
      entities: [
        {
          entity: {
            apiVersion: 'v1',
            kind: 'Resource',
            metadata: { name: 'left', title: 'left behind' },
          },
        },
      ],
    });
    catalog.mutations.length = 0;
    await start();
    expect(catalog.titles).toEqual([]);
  });

  const isFor = (title: string) => {
    const refs = catalog.get(title)?.spec?.dependencyOf;
    return Array.isArray(refs) ? refs[0] : undefined;
  };

  it('follows a lab from its creation over a transfer to its deletion', async () => {
    await start();
    const lab = aLab({ name: 'demo', status: 'QUEUED' });
    api.happen(lab, 'lab.created');
    await eventually(() => catalog.titles.includes('demo'));
    api.happen({ ...lab, owner: 'group:default/team-b' });
    await eventually(
      () => catalog.get('demo')?.spec?.owner === 'group:default/team-b',
    );
    api.happen({ ...lab, component: 'component:default/shop' });
    await eventually(() => isFor('demo') === 'component:default/shop');
    api.happen(lab);
    await eventually(() => isFor('demo') === undefined);
    api.end(lab);
    await eventually(() => catalog.entities.size === 0);
    expect(catalog.mutations.map(({ type }) => type)).toEqual([
      'full',
      'delta',
      'delta',
      'delta',
      'delta',
      'delta',
    ]);
  });

  it('does not update entities that have not changed', async () => {
    await start();
    const lab = aLab({ name: 'demo', status: 'PROVISIONING' });
    api.happen(lab);
    await eventually(() => catalog.titles.includes('demo'));
    const told = catalog.mutations.length;
    for (const progress of [0.1, 0.3, 0.7]) {
      api.happen({ ...lab, progress, phase: 'cni' }, 'lab.phase');
    }
    api.notify({ type: 'lab.queue', lab: { ...lab, queuePosition: 2 } });
    api.happen(aLab({ n: 2, name: 'next' }));
    await eventually(() => catalog.titles.includes('next'));
    expect(catalog.mutations.slice(told)).toMatchObject([
      { added: [{ entity: { metadata: { title: 'next' } } }], removed: [] },
    ]);
  });

  it('sets the location key of its entities', async () => {
    const { provider } = await start();
    api.happen(aLab());
    await eventually(() => catalog.entities.size === 1);
    api.end(aLab());
    await eventually(() => catalog.entities.size === 0);
    const locationKey = provider.getProviderName();
    expect(catalog.mutations.slice(1)).toMatchObject([
      { added: [{ locationKey }], removed: [] },
      { added: [], removed: [{ locationKey }] },
    ]);
  });

  it.each(['end', 'destroy'] as const)(
    'misses no change when the stream breaks (%s)',
    async how => {
      const world = await start();
      api.happen(aLab({ n: 1, name: 'one' }));
      await eventually(() => catalog.titles.includes('one'));
      world.now += 3_600_000;
      const lists = api.to('/labs').length;
      api.endStreams(how);
      api.happen(aLab({ n: 2, name: 'meanwhile' }));
      await eventually(() => catalog.titles.includes('meanwhile'));
      expect(api.to('/events').map(({ lastEventId }) => lastEventId)).toEqual([
        undefined,
        '1',
      ]);
      expect(api.to('/labs')).toHaveLength(lists);
      // The stream was stable, so it is reopened soon.
      expect(world.waits).toEqual([500]);
    },
  );

  it('lists again when a stream broke before its first event', async () => {
    const world = await start();
    const before = api.to('/labs').length;
    api.labs.set(anId(1), aLab({ name: 'unheard of' }));
    api.endStreams();
    await eventually(() => catalog.titles.includes('unheard of'));
    expect(api.to('/labs').length).toBeGreaterThan(before);
    expect(world.at('warn')).toEqual([]);
  });

  it('backs off from streams that end at once', async () => {
    const world = await start();
    const breakAt = async (stream: number) => {
      await eventually(
        () => api.to('/events').length === stream && api.followers > 0,
      );
      api.endStreams();
    };
    await breakAt(1);
    await breakAt(2);
    await breakAt(3);
    await eventually(() => api.to('/events').length === 4);
    expect(world.waits).toEqual([500, 1000, 2000]);
  });

  it('requests a token for each request, and sends it in a header', async () => {
    await start();
    await eventually(() => api.requests.length > 1);
    const tokens = api.requests.map(({ authorization }) => authorization);
    expect(new Set(tokens).size).toBe(tokens.length);
    expect(tokens).toContain('Bearer pyk8s-lab-token-1');
    expect(JSON.stringify(api.requests.map(({ query }) => [...query])))
      .not //
      .toContain('token');
  });

  it('recovers when the API fails for a while, and logs that once', async () => {
    let refused = 0;
    api.intercept = ({ pathname: path }) => {
      refused += path === '/events' ? 1 : 0;
      return refused < 5 ? 403 : undefined;
    };
    const world = await startAnyhow();
    api.happen(aLab({ name: 'demo' }));
    await eventually(() => catalog.titles.includes('demo'));
    expect(world.at('warn')).toHaveLength(1);
    expect(world.at('warn')[0]).toMatch(/cannot be followed.*answered 403/);
    expect(world.at('info').join()).toMatch(/followed again/);
    expect(world.logged.join()).not.toMatch(/token-/);
  });

  it('adds entities by lists alone while there is no stream', async () => {
    api.intercept = ({ pathname: path }) =>
      path === '/events' ? 403 : undefined;
    const world = await startAnyhow();
    api.labs.set(anId(1), aLab({ name: 'listed' }));
    await world.fullSync();
    await eventually(() => catalog.titles.includes('listed'));
    api.labs.clear();
    await world.fullSync();
    await eventually(() => catalog.entities.size === 0);
    expect(api.followers).toBe(0);
  });

  it('repairs missed changes in the full sync', async () => {
    const world = await start();
    api.happen(aLab({ n: 1, name: 'one' }));
    await eventually(() => catalog.titles.includes('one'));
    catalog.entities.clear();
    api.labs.set(anId(2), aLab({ n: 2, name: 'unheard of' }));
    await world.fullSync();
    await eventually(() => catalog.entities.size === 2);
    expect(catalog.titles).toEqual(['one', 'unheard of']);
  });

  it('reads all pages', async () => {
    api.pageSize = 2;
    for (const n of [1, 2, 3, 4, 5]) {
      api.happen(aLab({ n }));
    }
    await start();
    expect(catalog.entities.size).toBe(5);
    expect(api.to('/labs')[0].query.get('orderBy')).toBe('createdAt');
  });

  it('keeps a lab that a page misses because others ended meanwhile', async () => {
    api.pageSize = 2;
    const labs = [1, 2, 3, 4].map(n => aLab({ n }));
    labs.forEach(lab => api.happen(lab));
    const world = await start();
    api.intercept = ({ pathname: path, query }) => {
      if (path === '/labs' && query.get('cursor') === '2') {
        // The third moves to the first page, which has already been read.
        api.end(labs[0]);
        api.intercept = () => undefined;
      }
    };
    await world.fullSync();
    await eventually(() => catalog.mutations.at(-1)?.type === 'full');
    await eventually(() => !catalog.titles.includes('demo-1'));
    expect(catalog.titles).toEqual(['demo-2', 'demo-3', 'demo-4']);
    const full = catalog.mutations.filter(({ type }) => type === 'full');
    expect(full.at(-1)).toMatchObject({
      entities: expect.arrayContaining([
        expect.objectContaining({
          entity: expect.objectContaining({
            metadata: expect.objectContaining({ title: 'demo-3' }),
          }),
        }),
      ]),
    });
  });

  it.each<[string, (path: string, cursor: string | null) => boolean]>([
    ['the API is down', () => true],
    ['one page fails', (path, cursor) => path === '/labs' && cursor === '2'],
    ['a lab cannot be asked for', path => path.startsWith('/labs/')],
  ])('discards a full sync when %s', async (_, fails) => {
    api.pageSize = 2;
    [1, 2, 3].forEach(n => api.happen(aLab({ n })));
    const world = await start();
    await eventually(() => catalog.entities.size === 3);
    const told = catalog.mutations.length;
    // Missing from the list, without a deletion event.
    api.labs.delete(anId(1));
    api.intercept = ({ pathname: path, query }) =>
      fails(path, query.get('cursor')) ? 500 : undefined;
    api.happen(aLab({ n: 4 }));
    await eventually(() => catalog.entities.size === 4);
    await expect(world.fullSync()).rejects.toThrow(/500/);
    expect(catalog.titles).toEqual(['demo-1', 'demo-2', 'demo-3', 'demo-4']);
    expect(catalog.mutations.slice(told).map(({ type }) => type)).toEqual([
      'delta',
    ]);

    api.intercept = () => undefined;
    await world.fullSync();
    await eventually(() => catalog.entities.size === 3);
    expect(catalog.titles).toEqual(['demo-2', 'demo-3', 'demo-4']);
  });

  it('retries the first list until it succeeds', async () => {
    api.happen(aLab({ name: 'demo' }));
    let lists = 0;
    api.intercept = ({ pathname: path }) => {
      lists += path === '/labs' ? 1 : 0;
      return path === '/labs' && lists < 4 ? 503 : undefined;
    };
    const world = await start();
    expect(catalog.titles).toEqual(['demo']);
    expect(world.at('warn')).toHaveLength(1);
    expect(world.at('warn')[0]).toMatch(/the catalog stays as it is/);
  });

  it('retries a mutation that failed, with the latest state', async () => {
    const world = await start();
    let down = true;
    catalog.before = () => {
      if (down) {
        throw new Error('The catalog is down');
      }
    };
    const lab = aLab({ n: 1, name: 'first' });
    api.happen(lab);
    api.happen(aLab({ n: 2, name: 'gone by then' }));
    await eventually(() => catalog.mutations.length > 3);
    api.happen({ ...lab, name: 'renamed' });
    api.end(aLab({ n: 2, name: 'gone by then' }));
    await eventually(() =>
      JSON.stringify(catalog.mutations.at(-1)).includes('renamed'),
    );
    expect(catalog.entities.size).toBe(0);
    down = false;
    await eventually(() => catalog.titles.includes('renamed'));
    expect(catalog.titles).toEqual(['renamed']);
    expect(world.at('warn')).toEqual([
      expect.stringMatching(/did not take.*kept.*The catalog is down/),
    ]);
  });

  it('retries a full sync that the catalog rejects', async () => {
    const world = await start();
    api.labs.set(anId(1), aLab({ name: 'listed' }));
    let left = 3;
    catalog.before = () => {
      left -= 1;
      if (left >= 0) {
        throw new Error('The catalog is down');
      }
    };
    await world.fullSync();
    await eventually(() => catalog.titles.includes('listed'));
    expect(catalog.mutations.map(({ type }) => type)).toEqual(
      Array(5).fill('full'),
    );
  });

  it('continues when the catalog reports an error but applied the change', async () => {
    await start();
    let fails = 1;
    catalog.after = () => {
      fails -= 1;
      if (fails >= 0) {
        throw new Error('The connection broke after the commit');
      }
    };
    api.happen(aLab({ name: 'demo' }));
    await eventually(() => catalog.mutations.length === 3);
    expect(catalog.titles).toEqual(['demo']);
  });

  it('batches changes while the catalog is slow', async () => {
    await start();
    let release = () => {};
    catalog.before = () =>
      new Promise<void>(resolve => {
        release = resolve;
      });
    api.happen(aLab({ n: 1 }));
    await eventually(() => catalog.mutations.length === 2);
    [2, 3, 4, 5].forEach(n => api.happen(aLab({ n })));
    api.end(aLab({ n: 5 }));
    api.happen(aLab({ n: 6 }));
    // A list shows that it has processed the events before.
    let answer = () => {};
    const lists = api.to('/labs').length;
    api.intercept = () =>
      new Promise<void>(resolve => {
        answer = resolve;
      });
    api.notify({ type: 'access.changed' });
    await eventually(() => api.to('/labs').length > lists);
    expect(catalog.mutations).toHaveLength(2);
    catalog.before = () => undefined;
    release();
    await eventually(() => catalog.entities.size === 5);
    expect(catalog.mutations).toHaveLength(3);
    answer();
  });

  it('removes labs that the catalog plugin may no longer read', async () => {
    await start();
    api.happen(aLab({ name: 'demo' }));
    await eventually(() => catalog.titles.includes('demo'));
    api.notify({ type: 'lab.hidden', labId: anId(1) });
    await eventually(() => catalog.entities.size === 0);
    expect(api.to('/labs')).toHaveLength(1);
  });

  it('lists again when it may read other labs than before', async () => {
    await start();
    api.labs.set(anId(1), aLab({ name: 'readable by now' }));
    api.notify({ type: 'access.changed' });
    await eventually(() => catalog.titles.includes('readable by now'));
    expect(api.to('/labs')).toHaveLength(2);
  });

  it('converges with several replicas, whichever of them stops', async () => {
    const [first, second] = [await start(), await start()];
    await eventually(() => api.followers === 2);
    const lab = aLab({ n: 1, name: 'demo' });
    api.happen(lab);
    await eventually(() => catalog.titles.includes('demo'));
    await first.provider.stop();
    api.happen({ ...lab, owner: 'user:default/bob' });
    await eventually(
      () => catalog.get('demo')?.spec?.owner === 'user:default/bob',
    );
    api.end(lab);
    await eventually(() => catalog.entities.size === 0);
    expect([...first.at('warn'), ...second.at('warn')]).toEqual([]);
  });

  it('converges when one replica is late', async () => {
    const slow = new FakeCatalog();
    const release: (() => void)[] = [];
    const late = ProviderWorld.create(api);
    worlds.push(late);
    await start();
    // Both write to the same catalog; the mutations of this one are delayed.
    slow.before = () => new Promise(resolve => release.push(resolve));
    await late.provider.connect({
      applyMutation: async mutation => {
        await slow.applyMutation(mutation);
        await catalog.applyMutation(mutation);
      },
      refresh: async () => undefined,
    });
    await late.provider.start();
    await eventually(() => api.followers === 2 && release.length === 1);

    const lab = aLab({ name: 'demo' });
    api.happen(lab);
    await eventually(() => catalog.titles.includes('demo'));
    api.end(lab);
    await eventually(() => catalog.entities.size === 0);
    slow.before = () => undefined;
    release.forEach(go => go());
    await eventually(() =>
      slow.mutations.some(
        mutation => mutation.type === 'delta' && mutation.removed.length > 0,
      ),
    );
    await late.provider.stop();
    expect(catalog.entities.size).toBe(0);
  });

  it('sends no request before it is started, nor without a catalog', async () => {
    const world = ProviderWorld.create(api);
    await world.provider.start();
    expect(world.at('info').join()).toMatch(/takes no entities/);
    await world.provider.connect(catalog);
    await world.provider.stop();
    expect(api.requests).toEqual([]);
  });

  it('stops at once, whatever is in progress', async () => {
    const release: (() => void)[] = [];
    api.intercept = ({ pathname: path }) =>
      path === '/labs'
        ? new Promise<void>(resolve => release.push(resolve))
        : undefined;
    const world = await startAnyhow();
    await eventually(() => release.length === 1 && api.followers === 1);
    await world.provider.stop();
    await eventually(() => api.followers === 0);
    expect(catalog.mutations).toEqual([]);
    expect(world.at('warn')).toEqual([]);
    release.forEach(go => go());
  });
});
