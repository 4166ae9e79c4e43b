import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { ProvisioningError } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { at, sameForSimulated } from '../__testUtils__/builders';
import { LabHarness } from '../__testUtils__/LabHarness';
import type { LabSettings } from '../config/LabSettings';

const databases = TestDatabases.create();

describe.each(databases.eachSupportedId())('quotas on %s', id => {
  let world: LabHarness;

  const start = async (settings: Partial<LabSettings>) => {
    world = await LabHarness.create({
      knex: await databases.init(id),
      settings,
    });
  };
  afterEach(() => world.stop());

  it('keeps each person within theirs, and says which labs use it', async () => {
    await start({
      quotas: sameForSimulated({ perUser: 2, perGroup: 9, total: 9 }),
    });
    await world.request({ name: 'one' });
    world.advance(1);
    const second = await world.request({ name: 'two' });
    await expect(world.request({ name: 'three' })).rejects.toMatchObject({
      name: 'TooManyRequestsError',
      statusCode: 429,
      message:
        'user:default/alice has 2 of 2 simulated labs: one, two. Delete one that is not needed, or wait until one expires.',
    });
    // What the group has is counted apart.
    await world.request({ name: 'three', owner: 'group:default/team-a' });

    await world.delete(second.id);
    await world.settleUntil(second, 'DELETED');
    await world.request({ name: 'three' });
  });

  it('keeps groups and all together within theirs', async () => {
    await start({
      quotas: sameForSimulated({ perUser: 9, perGroup: 1, total: 2 }),
    });
    const owner = 'group:default/team-a';
    await world.request({ name: 'one', owner });
    await expect(world.request({ name: 'two', owner })).rejects.toThrow(
      'group:default/team-a has 1 of 1 simulated labs: one.',
    );
    await world.request({ name: 'two' });
    await expect(world.request({ name: 'three' })).rejects.toThrow(
      'This portal has 2 of 2 simulated labs',
    );
  });

  it('holds when many requests come at once', async () => {
    await start({
      quotas: sameForSimulated({ perUser: 3, perGroup: 9, total: 9 }),
    });
    const outcomes = await Promise.allSettled(
      Array.from({ length: 10 }, (_, n) => world.request({ name: `lab-${n}` })),
    );
    expect(
      outcomes.filter(({ status }) => status === 'fulfilled'),
    ).toHaveLength(3);
  });

  it('counts a transferred lab in the quota of its new owner', async () => {
    await start({
      quotas: sameForSimulated({ perUser: 9, perGroup: 1, total: 9 }),
    });
    const owner = 'group:default/team-a';
    await world.request({ name: 'one', owner });
    const lab = await world.request({ name: 'two' });
    await expect(world.update(lab.id, { owner })).rejects.toMatchObject({
      statusCode: 429,
    });
    expect((await world.get(lab.id)).owner).toBe('user:default/alice');
  });

  it('answers a repeated request with its lab, whatever the quota', async () => {
    await start({
      quotas: sameForSimulated({ perUser: 1, perGroup: 9, total: 9 }),
    });
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
      message: 'You may create 2 labs in 10m: try again in 8m20s.',
    });
    world.advance(499);
    await expect(world.request({ name: 'three' })).rejects.toThrow('in 1s');
    world.advance(1);
    await world.request({ name: 'three' });
  });

  it('is shown before a request', async () => {
    await start({
      quotas: sameForSimulated({ perUser: 3, perGroup: 10, total: 50 }),
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

  describe('a lab of which the provider has nothing', () => {
    const limited = () =>
      start({
        quotas: sameForSimulated({ perUser: 1, perGroup: 1, total: 9 }),
      });
    const used = async () => (await world.options()).quotas[0].used;
    const running = async (name: string) => {
      const lab = await world.request({ name });
      await world.settleUntil(lab, 'RUNNING');
      world.advance(60);
      return lab;
    };
    const lose = async (lab: Lab) => {
      world.provider.vanish(await world.clusterName(lab));
      await world.sweep();
    };

    it('uses no quota, and is recreated only within it', async () => {
      await limited();
      const lost = await running('lost');
      expect(await used()).toBe(1);
      await lose(lost);
      expect((await world.get(lost.id)).status).toBe('ERROR');
      expect(await used()).toBe(0);

      const other = await running('other');
      await expect(world.retry(lost.id)).rejects.toMatchObject({
        statusCode: 429,
        message:
          'user:default/alice has 1 of 1 simulated labs: other. Delete one that is not needed, or wait until one expires.',
      });
      expect((await world.get(lost.id)).status).toBe('ERROR');
      expect(await world.eventTypes(lost)).not.toContain('lab.retried');

      await world.delete(other.id);
      await world.settleUntil(other, 'DELETED');
      await world.retry(lost.id);
      // From the moment at which it was asked for.
      expect(await used()).toBe(1);
      await world.settleUntil(lost, 'RUNNING');
      expect(await used()).toBe(1);
    });

    it('lets one of two be recreated where there is room for one', async () => {
      await limited();
      const first = await running('first');
      await lose(first);
      const second = await running('second');
      await lose(second);
      const outcomes = await Promise.allSettled([
        world.retry(first.id),
        world.retry(second.id),
      ]);
      expect(outcomes.map(({ status }) => status).sort()).toEqual([
        'fulfilled',
        'rejected',
      ]);
      expect(await used()).toBe(1);
    });

    it('is noticed while it is paused', async () => {
      await limited();
      const lab = await running('one');
      await world.pause(lab.id);
      await world.settleUntil(lab, 'PAUSED');
      expect(await used()).toBe(1);
      world.advance(60);
      await lose(lab);
      expect((await world.get(lab.id)).status).toBe('ERROR');
      expect(await used()).toBe(0);
    });

    it('uses none either when it could not be made', async () => {
      await limited();
      world.intercept = ({ verb }) => {
        if (verb === 'create') {
          throw new ProvisioningError('no such image', { retryable: false });
        }
      };
      const lab = await world.request({ name: 'one' });
      expect(await used()).toBe(1);
      await world.settleUntil(lab, 'ERROR');
      expect(await used()).toBe(0);
      world.intercept = () => undefined;
      await world.retry(lab.id);
      await world.settleUntil(lab, 'RUNNING');
      expect(await used()).toBe(1);
    });

    it('uses none when it fits no host', async () => {
      await limited();
      world.provider.preflight = async () => ({
        fits: 'never',
        reason: 'too large',
      });
      const lab = await world.request({ name: 'one' });
      await world.settleUntil(lab, 'ERROR');
      expect(await used()).toBe(0);
    });

    it('counts as long as something of it may be left', async () => {
      await limited();
      let broken = true;
      world.intercept = ({ verb, phase }) => {
        const late = verb === 'create' && phase === 'cni';
        if (broken && (late || verb === 'destroy')) {
          throw new ProvisioningError('it broke', { retryable: false });
        }
      };
      const lab = await world.request({ name: 'one' });
      await world.settleUntil(lab, 'ERROR');
      await world.sweep();
      expect(await used()).toBe(1);
      // Recreated in the place that it has.
      broken = false;
      await world.retry(lab.id);
      await world.settleUntil(lab, 'RUNNING');

      world.advance(60);
      broken = true;
      await lose(lab);
      expect(await used()).toBe(0);
    });

    it('is found by the sweep when its remains go, or come back', async () => {
      await limited();
      const lab = await running('one');
      await lose(lab);
      await world.store.change(lab.id, at(61), () => ({
        set: {},
        cluster: { state: 'broken' },
      }));
      expect(await used()).toBe(1);
      world.advance(60);
      await world.sweep();
      expect(await used()).toBe(0);

      await world.provider.create(
        { name: await world.clusterName(lab), host: 'local' },
        lab.spec,
        {
          signal: new AbortController().signal,
          logger: mockServices.logger.mock(),
          onPhase: () => undefined,
          onOutput: () => undefined,
        },
      );
      world.advance(60);
      await world.sweep();
      expect(await used()).toBe(1);
    });

    it('is transferred whatever its new owner has', async () => {
      await limited();
      const owner = 'group:default/team-a';
      await world.request({ name: 'theirs', owner });
      const lab = await running('mine');
      await lose(lab);
      expect((await world.update(lab.id, { owner })).owner).toBe(owner);
      await expect(world.retry(lab.id)).rejects.toThrow(
        'group:default/team-a has 1 of 1 simulated labs: theirs.',
      );
    });

    it('no longer counts while it is being deleted', async () => {
      await limited();
      const lab = await running('one');
      await lose(lab);
      await world.delete(lab.id);
      expect((await world.get(lab.id)).status).toBe('DELETING');
      await world.request({ name: 'two' });
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
