import { TestDatabases } from '@backstage/backend-test-utils';
import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { testImageArchive } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node/testUtils';
import type { Knex } from 'knex';
import { eventually } from '../__testUtils__/eventually';
import { LabHarness } from '../__testUtils__/LabHarness';

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
const NAME = 'docker.io/library/test-image:1.0';
const never = new AbortController().signal;

describe('nodes that join a lab', () => {
  let knex: Knex;
  let world: LabHarness;
  let lab: Lab;
  let joined: string;

  const ref = () => ({ name: world.clusterName(lab), host: lab.host });

  const importImage = async () => {
    const { platform } = await world.provider.images(ref(), { signal: never });
    const { done } = await world.importImage(
      lab.id,
      testImageArchive({ names: [NAME], platforms: [platform] }),
    );
    await done;
  };

  beforeEach(async () => {
    knex = await databases.init('SQLITE_3');
    world = await LabHarness.create({ knex });
    lab = await world.request({ workers: 1 });
    await world.settleUntil(lab, 'RUNNING');
    lab = await world.get(lab.id);
    await importImage();
    // A worker that the portal does not know of, and that has nothing yet.
    const worker = lab.nodes.find(({ role }) => role === 'worker');
    joined = worker?.name ?? '';
    world.provider.loseImages(ref().name, joined);
    await world.store.change(lab.id, new Date(0), current => ({
      set: { nodes: current.nodes.filter(({ name }) => name !== joined) },
    }));
    world.advance(60);
  });
  afterEach(() => knex.destroy());

  const nodesWithImage = async () => {
    const { images } = await world.provider.images(ref(), { signal: never });
    return images.find(({ names }) => names.includes(NAME))?.nodes;
  };
  const stateOf = async (node: string) =>
    (await world.get(lab.id)).nodes.find(({ name }) => name === node)?.state;

  it('get the images that were imported', async () => {
    await world.sweep();
    await eventually(async () => (await stateOf(joined)) === 'ready');
    expect(await nodesWithImage()).toContain(joined);
    const events = await world.store.listEvents(lab.id, { limit: 6 });
    const told = events.filter(({ type }) => type.startsWith('lab.'));
    expect(told.slice(0, 2).map(({ message }) => message)).toEqual([
      `Imported into the nodes that joined: ${NAME}.`,
      `Joined the cluster: ${joined}.`,
    ]);
    // Once.
    const spread = jest.spyOn(world.provider, 'spreadImages');
    await world.sweep();
    expect(spread).not.toHaveBeenCalled();
  });

  it('get them with a later look when the first try fails', async () => {
    const spread = jest
      .spyOn(world.provider, 'spreadImages')
      .mockRejectedValueOnce(new Error('containerd is not up yet'));
    await world.sweep();
    await eventually(() => spread.mock.calls.length === 1);
    expect(await stateOf(joined)).toBe('joining');
    expect(await nodesWithImage()).not.toContain(joined);
    await eventually(async () => {
      await world.sweep();
      return (await stateOf(joined)) === 'ready';
    });
    expect(await nodesWithImage()).toContain(joined);
  });

  it('get none of those that the lab had before it was recreated', async () => {
    world.provider.vanish(ref().name);
    await world.sweep();
    await world.settleUntil(lab, 'ERROR');
    await world.retry(lab.id);
    await world.settleUntil(lab, 'RUNNING');
    const spread = jest.spyOn(world.provider, 'spreadImages');
    await world.store.change(lab.id, new Date(0), current => ({
      set: { nodes: current.nodes.filter(({ name }) => name !== joined) },
    }));
    world.advance(60);

    await world.sweep();

    await eventually(async () => (await stateOf(joined)) === 'ready');
    expect(spread).not.toHaveBeenCalled();
  });
});
