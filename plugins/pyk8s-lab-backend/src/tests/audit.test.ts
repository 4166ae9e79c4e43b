import type {
  AuditorServiceCreateEventOptions,
  AuditorServiceEvent,
} from '@backstage/backend-plugin-api';
import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { ApiWorld } from '../__testUtils__/ApiWorld';
import { anId } from '../__testUtils__/builders';
import { FakeApiServer } from '../__testUtils__/FakeApiServer';
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
        admins: ['user:default/dave'],
        createRate: { limit: 1 },
        quotas: { simulated: { perUser: 20 } },
      },
      { features: [auditor.factory] },
    );
    rows = await LabRows.create(knex);
  });
  afterEach(() => world.stop());

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
      of('kubeconfig-fetch', 'high', {
        labId: running.id,
        for: 'owner',
        reach: 'people',
      }),
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
      .send({ owner: 'user:default/bop' })
      .expect(400);
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
      ['lab-update', 'InputError'],
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

  it('is required: what cannot be recorded is not started', async () => {
    const lab = await rows.add(ALICE);
    onCreate = () => {
      throw new Error('the audit log is full');
    };
    await world.as('alice').delete(`/labs/${lab.id}`).expect(500);
    await world.as('alice').get(`/labs/${lab.id}/kubeconfig`).expect(500);
    expect(await rows.get(lab.id)).toEqual(lab);
  });

  describe('of the Kubernetes API', () => {
    let cluster: FakeApiServer;

    beforeEach(async () => {
      cluster = await FakeApiServer.start();
      world.provider.kubeconfig = async () => cluster.kubeconfig();
    });
    afterEach(() => cluster.stop());

    it('has every change through the Kubernetes API, and reads periodically', async () => {
      const lab = await rows.add(ALICE);
      const pods = '/api/v1/namespaces/default/pods';
      const alice = world.as('alice');
      const path = `/labs/${lab.id}/kube${pods}`;
      for (let n = 0; n < 3; n++) {
        await alice.get(`${path}?watch=true`).expect(200);
      }
      await alice.post(path).send({ a: 'private word' }).expect(200);
      await alice.delete(`${path}/web?gracePeriodSeconds=0`).expect(200);
      await alice
        .get(`${path}/web/exec?command=echo&command=a-secret-word`)
        .set({ Connection: 'Upgrade', Upgrade: 'SPDY/3.1' })
        .catch(() => undefined);
      await world.as('bob').delete(path).expect(404);

      expect(
        events().map(({ eventId, severityLevel, outcome, error, meta }) => [
          eventId,
          severityLevel,
          outcome,
          error,
          meta,
        ]),
      ).toEqual([
        [
          'lab-kube-read',
          'low',
          'success',
          undefined,
          {
            actor: ALICE,
            labId: lab.id,
            method: 'GET',
            path: pods,
            secrets: false,
            as: 'owner',
            status: 200,
            isOwner: true,
          },
        ],
        [
          'lab-kube-change',
          'medium',
          'success',
          undefined,
          expect.objectContaining({ method: 'POST', path: pods, status: 200 }),
        ],
        [
          'lab-kube-change',
          'medium',
          'success',
          undefined,
          expect.objectContaining({ method: 'DELETE', path: `${pods}/web` }),
        ],
        [
          'lab-kube-session',
          'high',
          'fail',
          'ServiceUnavailableError',
          expect.objectContaining({ path: `${pods}/web/exec` }),
        ],
        [
          'lab-kube-change',
          'medium',
          'fail',
          'NotFoundError',
          expect.objectContaining({ actor: 'user:default/bob' }),
        ],
      ]);
      // The auditor writes down the URL of a request.
      expect(recorded.map(({ request }) => request?.originalUrl)).toEqual(
        expect.arrayContaining([
          `/api/pyk8s-lab${path}`,
          `/api/pyk8s-lab${path}/web/exec`,
        ]),
      );
      expect(
        recorded.some(({ request }) => request?.originalUrl.includes('?')),
      ).toBe(false);
    });

    it('keeps reads of Secrets, and reads by others than the owner', async () => {
      const lab = await rows.add(ALICE);
      const get = (who: string, path: string, status = 200) =>
        world.as(who).get(`/labs/${lab.id}/kube${path}`).expect(status);
      const secrets = '/api/v1/namespaces/default/secrets';
      const pods = '/api/v1/pods';
      // A refused read does not stand for the ones after it.
      await get('carol', secrets, 404);
      await world.handOver(knex, lab, 'group:default/platform-admins');
      await get('alice', secrets, 404);
      // Made-up labs make no event each.
      for (let n = 0; n < 3; n++) {
        await world
          .as('alice')
          .get(`/labs/${anId(90 + n)}/kube${secrets}`)
          .expect(404);
      }
      // One Secret does not stand for others, nor for the list.
      await get('carol', `${secrets}/token`);
      await get('carol', `${secrets}/token`);
      await get('carol', secrets);
      await get('carol', secrets);
      await get('carol', pods);
      await world.handOver(knex, lab, ALICE);
      await get('alice', pods);
      await get('alice', `${secrets}/token`);
      await get('alice', '/api/v1/namespaces/secrets');

      const reads = events().filter(
        ({ eventId }) => eventId === 'lab-kube-read',
      );
      expect(
        reads.map(({ severityLevel, outcome, meta }) => [
          severityLevel,
          outcome,
          (meta as { actor?: string }).actor,
          (meta as { path?: string }).path,
        ]),
      ).toEqual([
        ['low', 'fail', 'user:default/carol', secrets],
        ['low', 'fail', ALICE, secrets],
        ['medium', 'success', 'user:default/carol', `${secrets}/token`],
        ['medium', 'success', 'user:default/carol', secrets],
        ['low', 'success', 'user:default/carol', pods],
        ['low', 'success', ALICE, pods],
        ['medium', 'success', ALICE, `${secrets}/token`],
      ]);
      const { items } = await world.client('alice').getLabActivity(lab.id, {
        category: ['access'],
      });
      expect(
        items.map(({ type, actorRef, message, data }) => [
          type,
          actorRef,
          message,
          data?.path,
        ]),
      ).toEqual([
        [
          'lab.kube-read',
          ALICE,
          'Secrets were read through the portal.',
          `${secrets}/token`,
        ],
        [
          'lab.kube-read',
          'user:default/carol',
          'Secrets were read through the portal.',
          secrets,
        ],
        [
          'lab.kube-read',
          'user:default/carol',
          'Secrets were read through the portal.',
          `${secrets}/token`,
        ],
      ]);
    });

    it('shows in the activity what administrators read and change in the lab of another', async () => {
      const lab = await rows.add(ALICE);
      const path = `/labs/${lab.id}/kube/api/v1/namespaces/default/configmaps`;
      const dave = world.as('dave');
      for (let n = 0; n < 3; n++) {
        await dave.get(path).expect(200);
      }
      await dave.get(`/labs/${lab.id}/kube/api/v1/secrets`).expect(200);
      await dave.delete(`${path}/a`).expect(200);
      const { items } = await world.client('alice').getLabActivity(lab.id, {
        category: ['access'],
      });
      expect(
        items.map(({ type, actorRef, message }) => [type, actorRef, message]),
      ).toEqual([
        [
          'lab.kube-change',
          'user:default/dave',
          'The cluster was changed through the portal by somebody who does not own the lab.',
        ],
        [
          'lab.kube-read',
          'user:default/dave',
          'Secrets were read through the portal by somebody who does not own the lab.',
        ],
        [
          'lab.kube-read',
          'user:default/dave',
          'The cluster was read through the portal by somebody who does not own the lab.',
        ],
      ]);
      expect(
        events().map(({ eventId, severityLevel, meta }) => [
          eventId,
          severityLevel,
          (meta as { isOwner?: boolean }).isOwner,
        ]),
      ).toEqual([
        ['lab-kube-read', 'medium', false],
        ['lab-kube-read', 'medium', false],
        ['lab-kube-change', 'medium', undefined],
      ]);
    });
  });
});
