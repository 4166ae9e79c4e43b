import { mockCredentials, TestDatabases } from '@backstage/backend-test-utils';
import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { ApiWorld } from '../__testUtils__/ApiWorld';
import { catalogOf } from '../__testUtils__/people';

const CHECKOUT = 'component:default/checkout';
const HIDDEN_GROUP = 'group:default/hidden';

describe('labs and the catalog', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
  let world: ApiWorld;
  /** What was asked for, and who had to be able to see it. */
  let asked: [ref: string, reader: unknown][];

  const answer =
    (
      has: (ref: string, reader: BackstageCredentials) => boolean,
    ): CatalogService['getEntitiesByRefs'] =>
    async (request, { credentials }) => {
      const [ref] = request.entityRefs;
      asked.push([ref, credentials.principal]);
      return catalogOf(
        ...(has(ref, credentials) ? [ref] : []),
      ).getEntitiesByRefs(request);
    };
  const send = (body: object, name = 'alice') =>
    world.as(name).post('/labs').send(body);
  const patch = (id: string, body: object, name = 'alice') =>
    world.as(name).patch(`/labs/${id}`).send(body);
  const names = async () =>
    (await world.client('carol').listLabs()).items.map(({ name }) => name);
  const alice = mockCredentials.user('user:default/alice').principal;
  const portal = expect.objectContaining({ type: 'service' });

  beforeEach(async () => {
    asked = [];
    world = await ApiWorld.start(await databases.init('SQLITE_3'), {
      admins: ['group:default/platform-admins'],
    });
    world.catalog = answer(ref => ref === CHECKOUT || ref === HIDDEN_GROUP);
  });
  afterEach(() => world.stop());

  it('refuses a component that the catalog does not have', async () => {
    const said =
      'The component "component:default/chekout" is not in the catalog: check its name, or register it in the catalog first.';
    const refused = await send({ name: 'demo', component: 'Chekout' });
    expect(refused.status).toBe(400);
    expect(refused.body.error).toMatchObject({
      name: 'InputError',
      message: said,
    });
    expect(await names()).toEqual([]);

    const { body: lab } = await send({ name: 'demo', component: 'checkout' });
    expect(lab.component).toBe(CHECKOUT);
    const changed = await patch(lab.id, {
      component: 'chekout',
      purpose: 'lost',
    });
    expect([changed.status, changed.body.error.message]).toEqual([400, said]);
    const { body } = await world.as('alice').get(`/labs/${lab.id}`);
    expect(body.component).toBe(CHECKOUT);
    expect(body).not.toHaveProperty('purpose');
  });

  it('refuses an invisible component with the same message', async () => {
    world.catalog = answer(() => false);
    const missing = await send({ name: 'demo', component: 'checkout' });
    world.catalog = answer(
      (_ref, { principal }) =>
        JSON.stringify(principal) !== JSON.stringify(alice),
    );
    const hidden = await send({ name: 'demo', component: 'checkout' });
    expect([hidden.status, hidden.body.error]).toEqual([
      400,
      missing.body.error,
    ]);
    await send({ name: 'demo', component: 'checkout' }, 'bob').expect(201);
  });

  it('refuses an owner that the catalog does not have', async () => {
    const said =
      'The owner "group:default/team-z" is not in the catalog: choose a user or a group that it has.';
    const owner = 'group:default/team-z';
    const made = await send({ name: 'demo', owner }, 'carol');
    expect([made.status, made.body.error.message]).toEqual([400, said]);
    const { body: lab } = await send({ name: 'demo' });
    const given = await patch(lab.id, { owner });
    expect([given.status, given.body.error.message]).toEqual([400, said]);
    expect((await world.client('alice').getLab(lab.id)).owner).toBe(
      'user:default/alice',
    );
  });

  it('takes an owner whom the caller may not see', async () => {
    const { body: lab } = await send({ name: 'demo' });
    await patch(lab.id, { owner: HIDDEN_GROUP }).expect(200);
    expect(asked).toEqual([[HIDDEN_GROUP, portal]]);
  });

  it('tells of an owner only those whose lab would go there', async () => {
    const { body: lab } = await send({ name: 'demo' });
    for (const flaw of [{ ttl: '1000d' }, { component: 'chekout' }]) {
      await patch(lab.id, { owner: HIDDEN_GROUP, ...flaw }).expect(400);
    }
    await send({ name: 'other', owner: HIDDEN_GROUP }).expect(403);
    await patch(lab.id, { owner: HIDDEN_GROUP }, 'bob').expect(404);
    expect(asked).toEqual([['component:default/chekout', alice]]);
  });

  it('is not asked for the caller’s own groups, nor for what stays', async () => {
    await send({ name: 'own' }).expect(201);
    const { body: lab } = await send({
      name: 'demo',
      owner: 'group:default/team-a',
      component: 'checkout',
    });
    expect(asked).toEqual([[CHECKOUT, alice]]);
    world.catalog = answer(() => false);
    asked = [];
    await patch(lab.id, {
      owner: 'group:default/team-a',
      component: CHECKOUT,
      purpose: 'kept',
    }).expect(200);
    await patch(lab.id, { owner: 'user:default/alice' }).expect(200);
    await patch(lab.id, { component: null }).expect(200);
    expect(asked).toEqual([]);
  });

  it('accepts nothing while it does not answer, and says so', async () => {
    const { body: lab } = await send({ name: 'demo' });
    world.catalog = async () => {
      throw new Error('connect ECONNREFUSED 10.0.0.7:7007');
    };
    for (const refused of [
      await send({ name: 'other', component: 'checkout' }),
      await patch(lab.id, { component: 'checkout' }),
      await patch(lab.id, { owner: 'user:default/bob' }),
    ]) {
      expect(refused.status).toBe(503);
      expect(refused.body.error.message).toMatch(
        /^The catalog did not say whether it has \S+, so nothing was changed: try again in a moment\.$/,
      );
    }
    expect(await names()).toEqual(['demo']);
    const kept = await world.client('alice').getLab(lab.id);
    expect(kept.owner).toBe('user:default/alice');
    expect(kept).not.toHaveProperty('component');
    // Without a question, it need not answer.
    await send({ name: 'another' }).expect(201);
    await patch(lab.id, { purpose: 'a test' }).expect(200);
  });

  it('answers a repeated request, whatever the catalog has now', async () => {
    const again = () =>
      send({ name: 'demo', component: 'checkout' }).set(
        'Idempotency-Key',
        'once',
      );
    const { body: lab } = await again().expect(201);
    world.catalog = answer(() => false);
    expect((await again().expect(201)).body.id).toBe(lab.id);
  });
});
