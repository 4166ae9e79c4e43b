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

  const ref = async () => ({
    name: await world.clusterName(lab),
    host: lab.host,
  });

  const importImage = async () => {
    const { platform } = await world.provider.images.images(await ref(), {
      signal: never,
    });
    const { done } = await world.importImage(
      lab.id,
      testImageArchive({ names: [NAME], platforms: [platform] }),
    );
    await done;
  };

  const workerName = async () => {
    const { nodes } = await world.get(lab.id);
    return nodes.find(({ role }) => role === 'worker')?.name ?? '';
  };

  beforeEach(async () => {
    knex = await databases.init('SQLITE_3');
    world = await LabHarness.create({ knex });
    lab = await world.request({ workers: 1 });
    await world.settleUntil(lab, 'RUNNING');
    lab = await world.get(lab.id);
    await importImage();
    // A worker that the portal does not know of, and that has nothing yet.
    joined = await workerName();
    world.provider.loseImages((await ref()).name, joined);
    await world.store.change(lab.id, new Date(0), current => ({
      set: { nodes: current.nodes.filter(({ name }) => name !== joined) },
    }));
    world.advance(60);
  });
  afterEach(() => world.stop());

  const nodesWithImage = async () => {
    const { images } = await world.provider.images.images(await ref(), {
      signal: never,
    });
    return images.find(({ names }) => names.includes(NAME))?.nodes;
  };
  const stateOf = async (node: string) =>
    (await world.get(lab.id)).nodes.find(({ name }) => name === node)?.state;

  it('get the images that were imported', async () => {
    await world.sweep();
    await eventually(async () => (await stateOf(joined)) === 'ready');
    expect(await nodesWithImage()).toContain(joined);
    const events = await world.store.listEvents(lab.id, {
      limit: 2,
      types: { of: ['lab.image', 'lab.nodes'], excluded: false },
    });
    expect(events.map(({ message }) => message)).toEqual([
      `Imported into the nodes that joined: ${NAME}.`,
      `Joined the cluster: ${joined}.`,
    ]);
    // Once.
    const spread = jest.spyOn(world.provider.images, 'spreadImages');
    await world.sweep();
    expect(spread).not.toHaveBeenCalled();
  });

  it('get them with a later look when the first try fails', async () => {
    const spread = jest
      .spyOn(world.provider.images, 'spreadImages')
      .mockRejectedValueOnce(new Error('containerd is not up yet'));
    await world.sweep();
    await eventually(() => spread.mock.calls.length === 1);
    expect(await stateOf(joined)).toBe('joining');
    expect(await nodesWithImage()).not.toContain(joined);
    await eventually(async () => {
      world.advance(30);
      await world.sweep();
      return (await stateOf(joined)) === 'ready';
    });
    expect(await nodesWithImage()).toContain(joined);
  });

  it('are not said to lack what they have when the cluster is silent then', async () => {
    const check = jest
      .spyOn(world.provider, 'check')
      .mockRejectedValue(new Error('no answer'));
    await world.sweep();
    await eventually(() => check.mock.calls.length > 0);
    expect(await nodesWithImage()).toContain(joined);
    check.mockRestore();
    await eventually(async () => {
      world.advance(30);
      await world.sweep();
      return (await stateOf(joined)) === 'ready';
    });
    const events = await world.store.listEvents(lab.id, { limit: 100 });
    expect(events.filter(({ message }) => message.includes('lack'))).toEqual(
      [],
    );
  });

  it('are told of once while it fails in the same way', async () => {
    const spread = jest.spyOn(world.provider.images, 'spreadImages');
    const failWith = async (words: string, times: number) => {
      spread.mockRejectedValue(new Error(words));
      const tries = spread.mock.calls.length + times;
      await eventually(async () => {
        world.advance(600);
        await world.sweep();
        const running = await knex('lab_jobs').where({ status: 'RUNNING' });
        return spread.mock.calls.length >= tries && running.length === 0;
      });
    };
    await failWith('no space left on device', 4);
    await failWith('containerd is away', 2);
    spread.mockRestore();
    await eventually(async () => {
      world.advance(600);
      await world.sweep();
      return (await stateOf(joined)) === 'ready';
    });

    const messages = async (...of: string[]) => {
      const types = { of, excluded: false };
      const events = await world.store.listEvents(lab.id, {
        limit: 100,
        types,
      });
      return events.reverse().map(({ message }) => message);
    };
    // The first is of the import.
    expect((await messages('lab.image')).slice(1)).toEqual([
      'Nodes that joined lack images: no space left on device',
      'Nodes that joined lack images: containerd is away',
      `Imported into the nodes that joined: ${NAME}.`,
    ]);
    // Those who watch a job are told of its end all the same.
    const ends = await messages('job.failed', 'job.succeeded');
    expect(ends.length).toBeGreaterThanOrEqual(2 + 4 + 2);
    expect(await messages('job.started')).toHaveLength(ends.length);
  });

  it('get none of those that the lab had before it was recreated', async () => {
    world.provider.vanish((await ref()).name);
    await world.sweep();
    await world.settleUntil(lab, 'ERROR');
    await world.retry(lab.id);
    await world.settleUntil(lab, 'RUNNING');
    // Those of another cluster.
    joined = await workerName();
    const spread = jest.spyOn(world.provider.images, 'spreadImages');
    await world.store.change(lab.id, new Date(0), current => ({
      set: { nodes: current.nodes.filter(({ name }) => name !== joined) },
    }));
    world.advance(60);

    await world.sweep();

    await eventually(async () => (await stateOf(joined)) === 'ready');
    expect(spread).not.toHaveBeenCalled();
  });
});
