import { TestDatabases } from '@backstage/backend-test-utils';
import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { Knex } from 'knex';
import { ApiWorld } from '../__testUtils__/ApiWorld';
import { LabHarness } from '../__testUtils__/LabHarness';
import type { CapabilityName } from '../clusters/Cluster';

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

const ALL: readonly CapabilityName[] = [
  'power',
  'commands',
  'logs',
  'images',
  'activity',
];
const TITLE = 'Simulated (no cluster)';

describe('labs of a provider that makes and removes clusters', () => {
  let knex: Knex;
  beforeEach(async () => {
    knex = await databases.init('SQLITE_3');
  });
  afterEach(() => knex.destroy());

  it('run, are never idle, expire and are deleted', async () => {
    const world = await LabHarness.create({
      knex,
      can: [],
      settings: { pause: { stopsTime: false, idleAfterSeconds: 600 } },
    });
    const lab = await world.request({ ttl: '1h' });
    await world.settleUntil(lab, 'RUNNING');
    world.advance(3_000);
    await world.settle();

    const running = await world.get(lab.id);
    expect(running.status).toBe('RUNNING');
    expect(running.can).toEqual({
      power: false,
      commands: false,
      logs: false,
      images: false,
      activity: false,
    });
    expect(running.lastActiveAt).toBeUndefined();

    world.advance(601);
    await world.settleUntil(lab, 'DELETED');
    expect(await world.eventTypes(lab)).not.toContain('lab.idle');
    expect(world.provider.clusterNames()).toEqual([]);
  });

  it('are never idle where they could not be paused', async () => {
    const world = await LabHarness.create({
      knex,
      can: ['activity'],
      settings: { pause: { stopsTime: false, idleAfterSeconds: 600 } },
    });
    const lab = await world.request({ ttl: '1h' });
    await world.settleUntil(lab, 'RUNNING');
    world.advance(3_000);
    await world.settle();

    expect(await world.get(lab.id)).toMatchObject({ status: 'RUNNING' });
    expect(await world.eventTypes(lab)).not.toContain('lab.idle');
  });

  it('go through the phases that it lists, with its titles', async () => {
    const world = await LabHarness.create({ knex, can: [] });
    const { provider } = world;
    const create = provider.create.bind(provider);
    const planned = [
      { name: 'disk', title: 'Copying the disk' },
      { name: 'boot', title: 'Starting the machine' },
    ];
    provider.phases = () => [
      ...planned,
      { name: 'Not a name', title: 'Is left out' },
      { name: 'boot', title: 'Is there already' },
    ];
    provider.create = async (ref, spec, context) => {
      context.onPhase('disk');
      context.onPhase('unheard-of');
      context.onPhase('boot');
      await create(ref, spec, { ...context, onPhase: () => undefined });
    };

    const lab = await world.request({ ttl: '1h' });
    expect(lab).toMatchObject({ phases: [], plannedPhases: planned });
    await world.settleUntil(lab, 'RUNNING');

    const running = await world.get(lab.id);
    expect(running.phases).toEqual(
      planned.map(phase => expect.objectContaining(phase)),
    );
    expect(running.plannedPhases).toBeUndefined();
    const events = await world.store.listEvents(lab.id, {
      limit: 20,
      after: 0,
    });
    expect(
      events
        .filter(({ type }) => type === 'lab.phase')
        .map(({ message, data }) => [message, data]),
    ).toEqual([
      ['Copying the disk.', { phase: 'disk' }],
      ['Starting the machine.', { phase: 'boot' }],
    ]);
  });

  describe('over the API', () => {
    let world: ApiWorld;
    let lab: Lab;
    const start = async (can: readonly CapabilityName[]) => {
      world = await ApiWorld.start(knex, {}, { can });
      const { id } = (
        await world.as('alice').post('/labs').send({ name: 'demo' }).expect(201)
      ).body;
      await world.until('alice', id, 'RUNNING');
      lab = await world.client('alice').getLab(id);
    };
    afterEach(() => world.stop());

    it.each<[CapabilityName, string, string, object | undefined]>([
      ['power', 'pause and resume labs', 'pause', {}],
      ['power', 'pause and resume labs', 'resume', {}],
      [
        'commands',
        'run commands in labs',
        'exec',
        { command: 'kubectl version' },
      ],
      ['commands', 'run commands in labs', 'apply', Buffer.alloc(1_024)],
      ['images', 'list or import the images of labs', 'images', undefined],
      [
        'images',
        'list or import the images of labs',
        'images',
        { image: 'app:1' },
      ],
      ['logs', 'read the logs of labs', 'logs?source=node&node=a', undefined],
      ['logs', 'read the logs of labs', 'logs/archive', undefined],
    ])(
      'lacking %s are refused to %s (%s %j)',
      async (lacking, words, path, sent) => {
        await start(ALL.filter(name => name !== lacking));
        const url = `/labs/${lab.id}/${path}`;

        const { status, body } = await (sent
          ? world
              .as('alice')
              .post(url)
              .type(Buffer.isBuffer(sent) ? 'application/x-tar' : 'json')
              .send(sent)
          : world.as('alice').get(url));

        expect([status, body.error]).toEqual([
          501,
          expect.objectContaining({
            name: 'NotImplementedError',
            message: `The provider ${TITLE} cannot ${words}.`,
          }),
        ]);
        expect(lab.can).toEqual(
          Object.fromEntries(ALL.map(name => [name, name !== lacking])),
        );
      },
    );

    it('have the log of their provisioning, and no other', async () => {
      await start([]);

      const sources = await world.client('alice').getLabLogSources(lab.id);

      expect(sources).toEqual({
        runs: [expect.objectContaining({ attempt: 1 })],
        nodes: [],
        pods: [],
        message: `The provider ${TITLE} cannot read the logs of labs.`,
      });
    });

    it('are not told of to others than their readers', async () => {
      await start([]);

      const { status } = await world.as('bob').post(`/labs/${lab.id}/pause`);
      expect(status).toBe(404);
    });
  });
});
