import { TestDatabases } from '@backstage/backend-test-utils';
import {
  isLabStreamNotice,
  type LabStreamEvent,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { ProvisioningError } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { Knex } from 'knex';
import { parse } from 'yaml';
import { ApiWorld } from '../__testUtils__/ApiWorld';
import { anId } from '../__testUtils__/builders';

const databases = TestDatabases.create();
const TEAM = 'group:default/team-a';

describe.each(databases.eachSupportedId())('the API on %s', id => {
  let knex: Knex;
  let world: ApiWorld;

  beforeEach(async () => {
    knex = await databases.init(id);
    world = await ApiWorld.start(knex, {
      quotas: { simulated: { perUser: 10 } },
    });
  });
  afterEach(() => world.stop());

  const create = async (name: string, body: object) => {
    const response = await world.as(name).post('/labs').send(body);
    expect([response.status, response.body.error]).toEqual([201, undefined]);
    return response.body;
  };

  it('says what can be asked for', async () => {
    const { body } = await world.as('alice').get('/options').expect(200);
    expect(body).toMatchObject({
      owners: ['user:default/alice', TEAM],
      ttl: { defaultSeconds: 7200, minSeconds: 300, maxSeconds: 86_400 },
      provisioning: { concurrency: 2, active: 0, queued: 0 },
      providers: [
        { id: 'simulated', simulated: true, isDefault: true, maxWorkers: 3 },
      ],
    });
  });

  it('creates a lab, says where it is, and gives its kubeconfig once it runs', async () => {
    const response = await world
      .as('alice')
      .post('/labs')
      .send({ name: 'demo', ttlHours: 3, purpose: ' try \n it ' });
    expect(response.status).toBe(201);
    expect(response.headers.location).toBe(
      `/api/pyk8s-lab/labs/${response.body.id}`,
    );
    expect(response.body).toMatchObject({
      ttlSeconds: 10_800,
      purpose: 'try it',
      owner: 'user:default/alice',
      createdBy: 'user:default/alice',
    });
    const lab = await world.until('alice', response.body.id, 'RUNNING');

    const config = await world.as('alice').get(`/labs/${lab.id}/kubeconfig`);
    expect(config.status).toBe(200);
    expect(config.headers).toMatchObject({
      'content-type': expect.stringContaining('application/yaml'),
      'cache-control': 'no-store',
      'content-disposition': expect.stringContaining('demo.kubeconfig'),
    });
    expect(parse(config.text)).toMatchObject({
      'current-context': 'kind-demo',
      contexts: [{ name: 'kind-demo' }],
    });
    // Stored, it is not readable, and the read is on record.
    const row = await knex('labs').first('kubeconfig');
    expect(row.kubeconfig).not.toContain('server');
    const activity = await world.as('alice').get(`/labs/${lab.id}/activity`);
    expect(activity.body.items[0]).toMatchObject({
      type: 'lab.kubeconfig-read',
      actorRef: 'user:default/alice',
    });
  });

  it('gives kubeconfigs with the address for people, or the one for the portal', async () => {
    const { id: labId } = await create('alice', { name: 'demo' });
    await world.until('alice', labId, 'RUNNING');
    const alice = world.client('alice');
    const serverOf = async (
      options?: Parameters<typeof alice.getKubeconfig>[1],
    ) => parse(await alice.getKubeconfig(labId, options)).clusters[0].cluster;

    const people = { server: 'https://simulated.invalid' };
    const portal = { server: 'https://portal.simulated.invalid' };
    expect(await serverOf()).toEqual(people);
    expect(await serverOf({ reach: 'people' })).toEqual(people);
    expect(await serverOf({ reach: 'portal' })).toEqual(portal);
    expect(await serverOf({ for: 'viewer' })).toEqual(people);
    expect(await serverOf({ for: 'viewer', reach: 'portal' })).toEqual(portal);
    const activity = await world.as('alice').get(`/labs/${labId}/activity`);
    expect(activity.body.items[0]).toMatchObject({
      type: 'lab.kubeconfig-read',
      data: { for: 'viewer', reach: 'portal' },
    });
  });

  it('has no kubeconfig before RUNNING', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>(resolve => {
      release = resolve;
    });
    world.intercept = ({ phase }) => (phase === 'cni' ? held : undefined);
    const { id: labId } = await create('alice', { name: 'demo' });
    const { status, body } = await world
      .as('alice')
      .get(`/labs/${labId}/kubeconfig`);
    expect(status).toBe(409);
    expect(body.error.message).toMatch(/while it is RUNNING; it is [QP]/);
    release();
    await world.until('alice', labId, 'RUNNING');
  });

  it('refuses a taken name and leaves the other lab alone', async () => {
    const first = await create('alice', { name: 'demo' });
    const { status, body } = await world
      .as('alice')
      .post('/labs')
      .send({ name: 'demo', ttl: '1h' });
    expect([status, body.error.name]).toEqual([409, 'ConflictError']);
    expect(
      (await world.as('alice').get(`/labs/${first.id}`)).body,
    ).toMatchObject({ id: first.id, ttlSeconds: 7200 });
  });

  it('lets two owners take one name at once, and one of them only once', async () => {
    const answers = await Promise.all(
      ['alice', 'bob', 'alice', 'bob'].map(name =>
        world.as(name).post('/labs').send({ name: 'demo' }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([
      201, 201, 409, 409,
    ]);
    expect((await world.as('bob').get('/labs')).body.totalItems).toBe(1);
  });

  it('makes one lab of a request that is sent again', async () => {
    const send = () =>
      world
        .as('alice')
        .post('/labs')
        .set('Idempotency-Key', 'k1')
        .send({ name: 'demo' });
    const answers = await Promise.all([send(), send(), send()]);
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    // For another lab it is no repetition.
    const other = await world
      .as('alice')
      .post('/labs')
      .set('Idempotency-Key', 'k1')
      .send({ name: 'other' });
    expect([other.status, other.body.error.message]).toEqual([
      409,
      'This Idempotency-Key was sent with a request for the lab "demo": use a new key for another lab.',
    ]);
    // Somebody else's key of the same text is another key.
    await world
      .as('bob')
      .post('/labs')
      .set('Idempotency-Key', 'k1')
      .send({ name: 'demo' })
      .expect(201);
    expect((await world.as('bob').get('/labs')).body.items[0].id).not.toBe(
      answers[0].body.id,
    );
  });

  it('keeps for which component a lab is, and finds labs by that', async () => {
    const ref = 'component:default/checkout';
    const lab = await create('alice', { name: 'demo', component: 'Checkout' });
    expect(lab.component).toBe(ref);
    const other = await create('alice', { name: 'other' });
    expect(other).not.toHaveProperty('component');
    const theirs = await create('bob', { name: 'theirs', component: ref });

    const patch = (labId: string, component: string) =>
      world.as('alice').patch(`/labs/${labId}`).send({ component }).expect(200);
    const found = async (...component: string[]) =>
      (
        await world.client('alice').listLabs({ component, orderBy: 'name' })
      ).items.map(({ name }) => name);
    expect(await found(ref)).toEqual(['demo']);
    expect(await found('checkout', 'shop/cart')).toEqual(['demo']);
    expect(await found('component:default/check')).toEqual([]);
    await patch(other.id, 'component:Shop/Cart');
    expect(await found('checkout', 'shop/cart')).toEqual(['demo', 'other']);

    const news = async () =>
      (await world.client('alice').getLabActivity(other.id)).items.filter(
        ({ type }) => type === 'lab.updated',
      );
    expect((await news())[0]).toMatchObject({
      message: 'Component: component:shop/cart.',
      actorRef: 'user:default/alice',
      data: { component: 'component:shop/cart', previousComponent: null },
    });
    await patch(other.id, 'shop/cart');
    expect(await news()).toHaveLength(1);
    const { body } = await patch(other.id, '');
    expect(body).not.toHaveProperty('component');
    expect((await news())[0]).toMatchObject({
      message: 'Component removed: component:shop/cart.',
      data: { component: null, previousComponent: 'component:shop/cart' },
    });
    expect(await found('shop/cart')).toEqual([]);
    // A component that is no component, and a lab that is somebody else's.
    await world
      .as('alice')
      .patch(`/labs/${other.id}`)
      .send({ component: 'group:default/team-a' })
      .expect(400);
    await world
      .as('alice')
      .patch(`/labs/${theirs.id}`)
      .send({ component: '' })
      .expect(404);
    await world.as('alice').get('/labs?component=a%20b').expect(400);
  });

  it('extends and deletes, and deletes again', async () => {
    const lab = await create('alice', { name: 'demo', ttl: '1h' });
    await world.until('alice', lab.id, 'RUNNING');
    const extended = await world
      .as('alice')
      .patch(`/labs/${lab.id}`)
      .send({ extendBy: '30m' });
    expect(extended.body.ttlSeconds).toBe(5400);
    const both = await world
      .as('alice')
      .patch(`/labs/${lab.id}`)
      .send({ extendBy: '30m', ttl: '2h' });
    expect(both.status).toBe(400);
    for (const bad of [
      { ttl: '1e9h' },
      { ttl: '' },
      { ttl: '1m' },
      { ttl: 2 },
      { extendBy: '-1h' },
      { extendBy: '0h' },
      { extendBy: '999999999d' },
      { purpose: 'x'.repeat(501) },
      { name: 'other' },
      { status: 'RUNNING' },
    ]) {
      const refused = await world
        .as('alice')
        .patch(`/labs/${lab.id}`)
        .send(bad);
      expect([bad, refused.status]).toEqual([bad, 400]);
    }
    expect((await world.as('alice').get(`/labs/${lab.id}`)).body).toMatchObject(
      { name: 'demo', ttlSeconds: 5400, status: 'RUNNING' },
    );

    await world.as('alice').delete(`/labs/${lab.id}`).expect(202);
    await world.until('alice', lab.id, 'DELETED');
    await world.as('alice').delete(`/labs/${lab.id}`).expect(202);
    await world
      .as('alice')
      .delete(`/labs/${anId(9)}`)
      .expect(404);
    expect((await world.as('alice').get('/labs')).body.totalItems).toBe(0);
    expect(
      (await world.as('alice').get('/labs?status=deleted')).body.items,
    ).toMatchObject([{ id: lab.id, status: 'DELETED' }]);
    const late = await world
      .as('alice')
      .patch(`/labs/${lab.id}`)
      .send({ extendBy: '30m' });
    expect(late.status).toBe(409);
  });

  it('retries a lab in ERROR, and no other', async () => {
    world.intercept = ({ verb }) => {
      if (verb === 'create') {
        throw new ProvisioningError('kind said no', { retryable: false });
      }
    };
    const lab = await create('alice', { name: 'demo', component: 'shop' });
    const failed = await world.until('alice', lab.id, 'ERROR');
    expect(failed.statusMessage).toBe('kind said no');
    world.intercept = () => undefined;
    await world.as('alice').post(`/labs/${lab.id}/retry`).expect(202);
    const running = await world.until('alice', lab.id, 'RUNNING');
    expect(running.component).toBe('component:default/shop');
    await world.as('alice').post(`/labs/${lab.id}/retry`).expect(409);
  });

  it('pages through labs and activity', async () => {
    for (const name of ['a', 'b', 'c']) {
      const lab = await create('alice', { name });
      await world.until('alice', lab.id, 'RUNNING');
    }
    const list = (query: string) =>
      world.as('alice').get(`/labs?orderBy=name&limit=2${query}`);
    const first = await list('');
    expect(first.body).toMatchObject({
      items: [{ name: 'a' }, { name: 'b' }],
      totalItems: 3,
    });
    const second = await list(`&cursor=${first.body.pageInfo.nextCursor}`);
    expect(second.body).toMatchObject({ items: [{ name: 'c' }], pageInfo: {} });

    const client = world.client('alice');
    const labId = first.body.items[0].id;
    const types: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await client.getLabActivity(labId, { limit: 3, cursor });
      types.push(...page.items.map(({ type }) => type));
      cursor = page.pageInfo.nextCursor;
    } while (cursor);
    expect(types.at(-1)).toBe('lab.created');
    expect(types).toContain('lab.running');
    expect(new Set(types.filter(type => type !== 'lab.phase')).size).toBe(
      types.filter(type => type !== 'lab.phase').length,
    );
  });

  describe('GET /events', () => {
    /** Reads events until one is the last wanted, or the stream ends. */
    const read = async (
      name: string,
      options: { lastEventId?: number; lab?: string; onOpen?: () => void },
      isLast: (event: LabStreamEvent) => boolean,
    ) => {
      const events: LabStreamEvent[] = [];
      for await (const event of world.client(name).streamLabs(options)) {
        if (isLabStreamNotice(event)) {
          continue;
        }
        events.push(event);
        if (isLast(event)) {
          break;
        }
      }
      return events;
    };

    it('pushes every phase of a lab to a reader, in order', async () => {
      let opened: () => void = () => undefined;
      const open = new Promise<void>(resolve => {
        opened = resolve;
      });
      const reading = read(
        'alice',
        { onOpen: opened },
        ({ type }) => type === 'lab.running',
      );
      await open;
      const lab = await create('alice', { name: 'demo', workers: 1 });
      const events = await reading;
      expect(events.map(({ type }) => type)).toEqual([
        'lab.created',
        'lab.provisioning',
        ...Array(8).fill('lab.phase'),
        'lab.running',
      ]);
      const seqs = events.map(({ seq }) => seq);
      expect(seqs).toEqual(seqs.map((_, index) => seqs[0] + index));
      expect(events.at(-1)?.lab).toMatchObject({
        id: lab.id,
        status: 'RUNNING',
      });
    });

    it('is neither cached nor changed on the way', async () => {
      const stop = new AbortController();
      const response = await fetch(await world.url('/events'), {
        headers: world.headers('alice'),
        signal: stop.signal,
      });
      expect(Object.fromEntries(response.headers)).toMatchObject({
        'content-type': expect.stringContaining('text/event-stream'),
        'cache-control': 'no-cache, no-transform',
        'x-accel-buffering': 'no',
      });
      stop.abort();
    });
  });

  it('describes itself', async () => {
    const { body } = await world.as('alice').get('/openapi.json').expect(200);
    expect(Object.keys(body.paths)).toContain('/api/pyk8s-lab/labs');
  });
});
