import { TestDatabases } from '@backstage/backend-test-utils';
import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { testImageArchive } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node/testUtils';
import type { Knex } from 'knex';
import { eventually } from '../__testUtils__/eventually';
import { LabHarness } from '../__testUtils__/LabHarness';

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
const never = new AbortController().signal;

describe('nodes that join a lab', () => {
  let knex: Knex;
  let world: LabHarness;
  let lab: Lab;
  let joined: string;

  const ref = () => ({ name: world.clusterName(lab), host: lab.host });

  beforeEach(async () => {
    knex = await databases.init('SQLITE_3');
    world = await LabHarness.create({ knex });
    lab = await world.request({ workers: 1 });
    await world.settleUntil(lab, 'RUNNING');
    lab = await world.get(lab.id);
    await world.provider.importImages(ref(), testImageArchive(), {
      signal: never,
      onProgress: () => undefined,
    });
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
    return images.find(({ imported }) => imported)?.nodes;
  };
  const stateOf = async (node: string) =>
    (await world.get(lab.id)).nodes.find(({ name }) => name === node)?.state;

  it('get the images that were brought in', async () => {
    await world.sweep();
    await eventually(async () => (await stateOf(joined)) === 'ready');
    expect(await nodesWithImage()).toContain(joined);
    const events = await world.store.listEvents(lab.id, { limit: 2 });
    expect(events.map(({ message }) => message)).toEqual([
      'Imported into the nodes that joined: docker.io/library/test-image:1.0.',
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
});
