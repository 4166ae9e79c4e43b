import { aLab, anId, type LabApiServer } from '@internal/test-utils';
import { eventually } from '../__testUtils__/eventually';
import type { FakeCatalog } from '../__testUtils__/FakeCatalog';
import { Replicas } from '../__testUtils__/Replicas';

describe('LabEntityProvider with a catalog that fails or is slow', () => {
  let replicas: Replicas;
  let api: LabApiServer;
  let catalog: FakeCatalog;

  beforeEach(async () => {
    replicas = await Replicas.create();
    ({ api, catalog } = replicas);
  });
  afterEach(() => replicas.stop());

  it('retries a mutation that failed, with the latest state', async () => {
    const world = await replicas.start();
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
    const world = await replicas.start();
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
    await replicas.start();
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
    await replicas.start();
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
});
