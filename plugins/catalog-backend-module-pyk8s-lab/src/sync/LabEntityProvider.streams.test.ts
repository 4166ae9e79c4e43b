import { aLab, anId, type LabApiServer } from '@internal/test-utils';
import { eventually } from '../__testUtils__/eventually';
import type { FakeCatalog } from '../__testUtils__/FakeCatalog';
import { Replicas } from '../__testUtils__/Replicas';

describe('LabEntityProvider with streams that break', () => {
  let replicas: Replicas;
  let api: LabApiServer;
  let catalog: FakeCatalog;

  beforeEach(async () => {
    replicas = await Replicas.create();
    ({ api, catalog } = replicas);
  });
  afterEach(() => replicas.stop());

  it.each(['end', 'destroy'] as const)(
    'misses no change when the stream breaks (%s)',
    async how => {
      const world = await replicas.start();
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
    const world = await replicas.start();
    const before = api.to('/labs').length;
    api.labs.set(anId(1), aLab({ name: 'unheard of' }));
    api.endStreams();
    await eventually(() => catalog.titles.includes('unheard of'));
    expect(api.to('/labs').length).toBeGreaterThan(before);
    expect(world.at('warn')).toEqual([]);
  });

  it('backs off from streams that end at once', async () => {
    const world = await replicas.start();
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
    await replicas.start();
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
    const world = await replicas.startUnsettled();
    api.happen(aLab({ name: 'demo' }));
    await eventually(() => catalog.titles.includes('demo'));
    expect(world.at('warn')).toHaveLength(1);
    expect(world.at('warn')[0]).toMatch(/cannot be followed.*answered 403/);
    expect(world.at('info').join()).toMatch(/followed again/);
    expect(world.logged.join()).not.toMatch(/token-/);
  });
});
