import { aLab, anId, type LabApiServer } from '@internal/test-utils';
import { eventually } from '../__testUtils__/eventually';
import { FakeCatalog } from '../__testUtils__/FakeCatalog';
import { Replicas } from '../__testUtils__/Replicas';

describe('LabEntityProvider', () => {
  let replicas: Replicas;
  let api: LabApiServer;
  let catalog: FakeCatalog;

  beforeEach(async () => {
    replicas = await Replicas.create();
    ({ api, catalog } = replicas);
  });
  afterEach(() => replicas.stop());

  it('adds all labs when it starts', async () => {
    api.happen(aLab({ n: 1, name: 'one' }));
    api.happen(aLab({ n: 2, name: 'two' }));
    api.end(aLab({ n: 2, name: 'two' }));
    await replicas.start();
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
    await replicas.start();
    expect(catalog.titles).toEqual([]);
  });

  const isFor = (title: string) => {
    const refs = catalog.get(title)?.spec?.dependencyOf;
    return Array.isArray(refs) ? refs[0] : undefined;
  };

  it('follows a lab from its creation over a transfer to its deletion', async () => {
    await replicas.start();
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
    await replicas.start();
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
    const { provider } = await replicas.start();
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

  it('removes labs that the catalog plugin may no longer read', async () => {
    await replicas.start();
    api.happen(aLab({ name: 'demo' }));
    await eventually(() => catalog.titles.includes('demo'));
    api.notify({ type: 'lab.hidden', labId: anId(1) });
    await eventually(() => catalog.entities.size === 0);
    expect(api.to('/labs')).toHaveLength(1);
  });

  it('lists again when it may read other labs than before', async () => {
    await replicas.start();
    api.labs.set(anId(1), aLab({ name: 'readable by now' }));
    api.notify({ type: 'access.changed' });
    await eventually(() => catalog.titles.includes('readable by now'));
    expect(api.to('/labs')).toHaveLength(2);
  });

  it('converges with several replicas, whichever of them stops', async () => {
    const [first, second] = [await replicas.start(), await replicas.start()];
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
    const late = replicas.add();
    await replicas.start();
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
    const world = replicas.add();
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
    const world = await replicas.startUnsettled();
    await eventually(() => release.length === 1 && api.followers === 1);
    await world.provider.stop();
    await eventually(() => api.followers === 0);
    expect(catalog.mutations).toEqual([]);
    expect(world.at('warn')).toEqual([]);
    release.forEach(go => go());
  });
});
