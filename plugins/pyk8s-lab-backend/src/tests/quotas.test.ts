import { TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { LabHarness } from '../__testUtils__/LabHarness';
import type { LabSettings } from '../config';

const databases = TestDatabases.create();

describe.each(databases.eachSupportedId())('quotas on %s', id => {
  let knex: Knex;
  let world: LabHarness;

  const start = async (settings: Partial<LabSettings>) => {
    knex = await databases.init(id);
    world = await LabHarness.create({ knex, settings });
  };
  afterEach(() => knex.destroy());

  it('keeps each person within theirs, and says which labs use it', async () => {
    await start({ quotas: { perUser: 2, perGroup: 9, total: 9 } });
    await world.request({ name: 'one' });
    world.advance(1);
    const second = await world.request({ name: 'two' });
    await expect(world.request({ name: 'three' })).rejects.toMatchObject({
      name: 'TooManyRequestsError',
      statusCode: 429,
      message:
        'user:default/alice has 2 of 2 labs: one, two. Delete one that is not needed, or wait until its time is over.',
    });
    // What the group has is counted apart.
    await world.request({ name: 'three', owner: 'group:default/team-a' });

    await world.delete(second.id);
    await world.settleUntil(second, 'DELETED');
    await world.request({ name: 'three' });
  });

  it('keeps groups and all together within theirs', async () => {
    await start({ quotas: { perUser: 9, perGroup: 1, total: 2 } });
    const owner = 'group:default/team-a';
    await world.request({ name: 'one', owner });
    await expect(world.request({ name: 'two', owner })).rejects.toThrow(
      'group:default/team-a has 1 of 1 labs: one.',
    );
    await world.request({ name: 'two' });
    await expect(world.request({ name: 'three' })).rejects.toThrow(
      'This portal has 2 of 2 labs',
    );
  });

  it('lets no more in when many ask at once', async () => {
    await start({ quotas: { perUser: 3, perGroup: 9, total: 9 } });
    const outcomes = await Promise.allSettled(
      Array.from({ length: 10 }, (_, n) => world.request({ name: `lab-${n}` })),
    );
    expect(
      outcomes.filter(({ status }) => status === 'fulfilled'),
    ).toHaveLength(3);
  });

  it('counts a lab that is handed over against its new owner', async () => {
    await start({ quotas: { perUser: 9, perGroup: 1, total: 9 } });
    const owner = 'group:default/team-a';
    await world.request({ name: 'one', owner });
    const lab = await world.request({ name: 'two' });
    await expect(world.update(lab.id, { owner })).rejects.toMatchObject({
      statusCode: 429,
    });
    expect((await world.get(lab.id)).owner).toBe('user:default/alice');
  });

  it('answers a repeated request with its lab, whatever the quota', async () => {
    await start({ quotas: { perUser: 1, perGroup: 9, total: 9 } });
    const first = await world.request({ name: 'one' }, 'key');
    expect(await world.request({ name: 'one' }, 'key')).toMatchObject({
      id: first.id,
    });
  });

  it('limits how fast one person asks, and says when to ask again', async () => {
    await start({ createRate: { limit: 2, perSeconds: 600 } });
    const first = await world.request({ name: 'one' });
    await world.delete(first.id);
    world.advance(100);
    await world.request({ name: 'two' });
    await expect(world.request({ name: 'three' })).rejects.toMatchObject({
      statusCode: 429,
      retryAfterSeconds: 500,
      message: 'You may ask for 2 labs in 10m: ask again in 8m20s.',
    });
    world.advance(499);
    await expect(world.request({ name: 'three' })).rejects.toThrow('in 1s');
    world.advance(1);
    await world.request({ name: 'three' });
  });

  it('tells before one asks', async () => {
    await start({
      quotas: { perUser: 3, perGroup: 10, total: 50 },
      createRate: { limit: 10, perSeconds: 600 },
    });
    await world.request({ name: 'one' });
    expect(await world.options()).toMatchObject({
      quotas: [
        {
          scope: 'user',
          owner: 'user:default/alice',
          limit: 3,
          used: 1,
          labs: ['one'],
        },
        { scope: 'group', owner: 'group:default/team-a', limit: 10, used: 0 },
        { scope: 'total', limit: 50, used: 1, labs: [] },
      ],
      createRate: { limit: 10, perSeconds: 600, left: 9 },
      pause: { stopsTime: false },
    });
  });

  describe('resources', () => {
    const kept = async (request: object) =>
      (await world.request(request)).spec.resources;

    it('are kept as they were asked for, within what is offered', async () => {
      await start({});
      expect(
        await kept({ resources: { cpu: '1500m', memory: '2Gi' } }),
      ).toEqual({ cpu: '1500m', memory: '2Gi' });
      expect(await kept({ name: 'free' })).toBeUndefined();
    });

    it.each([
      [{ cpu: '2; ls' }, 'resources.cpu is not a quantity'],
      [{ memory: '1e9' }, 'resources.memory is not a quantity'],
      [{ memory: '512Mi' }, 'resources.memory is too little'],
      [{ cpu: '64' }, 'resources.cpu is too much: at most 8'],
    ])('%j is refused', async (resources, words) => {
      await start({});
      await expect(world.request({ resources })).rejects.toThrow(words);
    });

    it('are needed by every node', async () => {
      await start({});
      await expect(
        world.request({ workers: 2, resources: { memory: '2Gi' } }),
      ).rejects.toThrow('each of the 3 nodes needs at least 1Gi');
    });
  });
});
