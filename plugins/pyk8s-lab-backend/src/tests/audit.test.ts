import type {
  AuditorServiceCreateEventOptions,
  AuditorServiceEvent,
} from '@backstage/backend-plugin-api';
import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { ApiWorld } from '../__testUtils__/ApiWorld';
import { anId } from '../__testUtils__/builders';
import { LabRows } from '../__testUtils__/LabRows';

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
const ALICE = 'user:default/alice';

interface Recorded extends AuditorServiceCreateEventOptions {
  outcome?: 'success' | 'fail';
  end?: { meta?: object; error?: Error };
}

describe('the audit log', () => {
  let knex: Knex;
  let world: ApiWorld;
  let rows: LabRows;
  let recorded: Recorded[];
  /** Set by a test to make the auditor fail. */
  let onCreate: () => void;

  beforeEach(async () => {
    recorded = [];
    onCreate = () => undefined;
    knex = await databases.init('SQLITE_3');
    const auditor = mockServices.auditor.mock({
      async createEvent(options): Promise<AuditorServiceEvent> {
        onCreate();
        const event: Recorded = { ...options };
        recorded.push(event);
        return {
          async success(end) {
            Object.assign(event, { outcome: 'success', end });
          },
          async fail(end) {
            Object.assign(event, { outcome: 'fail', end });
          },
        };
      },
    });
    world = await ApiWorld.start(
      knex,
      {
        createRate: { limit: 1 },
        quotas: { perUser: 20 },
        encryption: { keys: [LabRows.key] },
      },
      { features: [auditor.factory] },
    );
    rows = await LabRows.create(knex);
  });
  afterEach(async () => {
    await world.stop();
    await knex.destroy();
  });

  const events = () =>
    recorded.map(({ eventId, severityLevel, outcome, end, meta }) => ({
      eventId,
      severityLevel,
      outcome,
      error: end?.error?.name,
      meta: { ...meta, ...end?.meta },
    }));

  it('has every write and every kubeconfig that was read', async () => {
    const running = await rows.add(ALICE);
    const paused = await rows.add(ALICE, 'PAUSED');
    const failed = await rows.add(ALICE, 'ERROR');
    const alice = world.as('alice');
    const made = await alice
      .post('/labs')
      .send({ name: 'demo', purpose: 'a private word' })
      .expect(201);
    await alice
      .patch(`/labs/${running.id}`)
      .send({
        purpose: 'another private word',
        component: 'checkout',
        owner: ALICE,
      })
      .expect(200);
    const config = await alice
      .get(`/labs/${running.id}/kubeconfig`)
      .expect(200);
    await alice.post(`/labs/${running.id}/pause`).expect(202);
    await alice.post(`/labs/${paused.id}/resume`).expect(202);
    await alice.post(`/labs/${failed.id}/retry`).expect(202);
    await alice.delete(`/labs/${made.body.id}`).expect(202);

    const of = (
      eventId: string,
      severityLevel: string,
      meta: Record<string, unknown>,
    ) => ({
      eventId,
      severityLevel,
      outcome: 'success',
      error: undefined,
      meta: expect.objectContaining({ actor: ALICE, ...meta }),
    });
    expect(events()).toEqual([
      of('lab-create', 'medium', {
        labId: made.body.id,
        name: 'demo',
        owner: ALICE,
      }),
      of('lab-update', 'medium', {
        labId: running.id,
        fields: ['purpose', 'component', 'owner'],
        askedOwner: ALICE,
      }),
      of('kubeconfig-fetch', 'high', { labId: running.id, for: 'owner' }),
      of('lab-pause', 'medium', { labId: running.id }),
      of('lab-resume', 'medium', { labId: paused.id }),
      of('lab-retry', 'medium', { labId: failed.id }),
      of('lab-delete', 'high', { labId: made.body.id }),
    ]);
    // The auditor knows the actor and the address by the request.
    expect(recorded.every(({ request }) => request?.originalUrl)).toBe(true);
    const written = JSON.stringify(events());
    expect(written).not.toContain('private word');
    for (const line of config.text.split('\n').filter(l => l.length > 20)) {
      expect(written).not.toContain(line);
    }
  });

  it('has what was refused, and why', async () => {
    const theirs = await rows.add('user:default/bob');
    const running = await rows.add(ALICE);
    const alice = world.as('alice');
    await alice.delete(`/labs/${theirs.id}`).expect(404);
    await alice.get(`/labs/${theirs.id}/kubeconfig`).expect(404);
    await alice.delete(`/labs/${anId(99)}`).expect(404);
    await alice.post(`/labs/${running.id}/retry`).expect(409);
    await alice
      .patch(`/labs/${running.id}`)
      .send({ owner: 'user:default/bob' })
      .expect(403);
    await alice.patch(`/labs/${running.id}`).send({ ttl: '1m' }).expect(400);
    await alice.post('/labs').send({ name: 'one' }).expect(201);
    await alice.post('/labs').send({ name: 'two' }).expect(429);

    expect(
      events()
        .filter(({ outcome }) => outcome === 'fail')
        .map(({ eventId, error }) => [eventId, error]),
    ).toEqual([
      ['lab-delete', 'NotFoundError'],
      ['kubeconfig-fetch', 'NotFoundError'],
      ['lab-delete', 'NotFoundError'],
      ['lab-retry', 'ConflictError'],
      ['lab-update', 'NotAllowedError'],
      ['lab-update', 'InputError'],
      ['lab-create', 'TooManyRequestsError'],
    ]);
    // Of a lab that one may not see, not even its name.
    expect(JSON.stringify(events())).not.toContain(theirs.name);
  });

  it('is not filled by looking', async () => {
    const lab = await rows.add(ALICE);
    const alice = world.as('alice');
    await alice.get('/options').expect(200);
    await alice.get('/labs').expect(200);
    await alice.get(`/labs/${lab.id}`).expect(200);
    await alice.get(`/labs/${lab.id}/activity`).expect(200);
    expect(recorded).toEqual([]);
  });

  it('is needed: what cannot be recorded is not begun', async () => {
    const lab = await rows.add(ALICE);
    onCreate = () => {
      throw new Error('the audit log is full');
    };
    await world.as('alice').delete(`/labs/${lab.id}`).expect(500);
    await world.as('alice').get(`/labs/${lab.id}/kubeconfig`).expect(500);
    expect(await rows.get(lab.id)).toEqual(lab);
  });
});
