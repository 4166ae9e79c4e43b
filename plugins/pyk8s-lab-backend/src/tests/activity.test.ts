import { TestDatabases } from '@backstage/backend-test-utils';
import {
  LAB_ACTIVITY_CATEGORIES,
  labActivityCategory,
  type LabActivityCategory,
  type LabEvent,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { ApiWorld } from '../__testUtils__/ApiWorld';

const databases = TestDatabases.create();

describe.each(databases.eachSupportedId())('activity on %s', databaseId => {
  let world: ApiWorld;
  let id: string;

  beforeAll(async () => {
    world = await ApiWorld.start(await databases.init(databaseId));
    const alice = world.as('alice');
    ({
      body: { id },
    } = await alice.post('/labs').send({ name: 'demo' }).expect(201));
    await world.until('alice', id, 'RUNNING');
    await alice
      .post(`/labs/${id}/exec`)
      .send({ command: 'kubectl get nodes' })
      .expect(200);
    await alice.get(`/labs/${id}/kubeconfig`).expect(200);
    await alice
      .patch(`/labs/${id}`)
      .send({ purpose: 'a test', component: 'checkout' })
      .expect(200);
  });
  afterAll(() => world.stop());

  const read = async (category?: string): Promise<LabEvent[]> => {
    const query = category === undefined ? '' : `&category=${category}`;
    const { body } = await world
      .as('alice')
      .get(`/labs/${id}/activity?limit=200${query}`)
      .expect(200);
    return body.items;
  };

  it.each(Object.keys(LAB_ACTIVITY_CATEGORIES) as LabActivityCategory[])(
    'shows only %s',
    async category => {
      const expected = (await read()).filter(
        ({ type }) => labActivityCategory(type) === category,
      );
      expect(await read(category)).toEqual(expected);
      expect(expected.length > 0).toBe(category !== 'images');
    },
  );

  it('shows several categories together', async () => {
    const types = (await read('commands, access')).map(({ type }) => type);
    expect(types).toEqual(['lab.kubeconfig-read', 'lab.command']);
    const withoutCommands = await read('status,changes,access,images');
    expect(withoutCommands).toEqual(
      (await read()).filter(({ type }) => type !== 'lab.command'),
    );
  });

  it('pages through one category', async () => {
    const client = world.client('alice');
    const first = await client.getLabActivity(id, {
      limit: 1,
      category: ['changes'],
    });
    const rest = await client.getLabActivity(id, {
      cursor: first.pageInfo.nextCursor,
      category: ['changes'],
    });
    expect([...first.items, ...rest.items]).toEqual(await read('changes'));
  });

  it.each(['', 'everything', 'commands,everything'])(
    'refuses the category "%s"',
    async category => {
      const { status, body } = await world
        .as('alice')
        .get(`/labs/${id}/activity?category=${category}`);
      expect(status).toBe(400);
      expect(body.error.message).toContain('category must');
    },
  );

  it.each([
    ['an empty text', ''],
    ['null', null],
  ])('has purpose and component cleared by %s', async (_, none) => {
    const path = `/labs/${id}`;
    const alice = world.as('alice');
    const set = await alice
      .patch(path)
      .send({ purpose: 'again', component: 'checkout' });
    expect(set.body).toMatchObject({
      purpose: 'again',
      component: 'component:default/checkout',
    });
    const cleared = await alice
      .patch(path)
      .send({ purpose: none, component: none });
    expect(cleared.status).toBe(200);
    expect(cleared.body).not.toHaveProperty('purpose');
    expect(cleared.body).not.toHaveProperty('component');
    const [component, purpose] = await read('changes');
    expect([component.type, purpose.type]).toEqual([
      'lab.updated',
      'lab.updated',
    ]);
  });
});
