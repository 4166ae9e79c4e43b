import { aLab, anId, type LabApiServer } from '@internal/test-utils';
import { eventually } from '../__testUtils__/eventually';
import type { FakeCatalog } from '../__testUtils__/FakeCatalog';
import { Replicas } from '../__testUtils__/Replicas';

describe('LabEntityProvider with lists of labs', () => {
  let replicas: Replicas;
  let api: LabApiServer;
  let catalog: FakeCatalog;

  beforeEach(async () => {
    replicas = await Replicas.create();
    ({ api, catalog } = replicas);
  });
  afterEach(() => replicas.stop());

  it('adds entities by lists alone while there is no stream', async () => {
    api.intercept = ({ pathname: path }) =>
      path === '/events' ? 403 : undefined;
    const world = await replicas.startUnsettled();
    api.labs.set(anId(1), aLab({ name: 'listed' }));
    await world.fullSync();
    await eventually(() => catalog.titles.includes('listed'));
    api.labs.clear();
    await world.fullSync();
    await eventually(() => catalog.entities.size === 0);
    expect(api.followers).toBe(0);
  });

  it('repairs missed changes in the full sync', async () => {
    const world = await replicas.start();
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
    await replicas.start();
    expect(catalog.entities.size).toBe(5);
    expect(api.to('/labs')[0].query.get('orderBy')).toBe('createdAt');
  });

  it('keeps a lab that a page misses because others ended meanwhile', async () => {
    api.pageSize = 2;
    const labs = [1, 2, 3, 4].map(n => aLab({ n }));
    labs.forEach(lab => api.happen(lab));
    const world = await replicas.start();
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
    const world = await replicas.start();
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
    const world = await replicas.start();
    expect(catalog.titles).toEqual(['demo']);
    expect(world.at('warn')).toHaveLength(1);
    expect(world.at('warn')[0]).toMatch(/the catalog stays as it is/);
  });
});
