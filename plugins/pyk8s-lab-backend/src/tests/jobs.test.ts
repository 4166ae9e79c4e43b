import { TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { ApiWorld } from '../__testUtils__/ApiWorld';
import { LabRows } from '../__testUtils__/LabRows';

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

describe('jobs', () => {
  let knex: Knex;
  let world: ApiWorld;
  let rows: LabRows;

  beforeAll(async () => {
    knex = await databases.init('SQLITE_3');
    world = await ApiWorld.start(knex, {
      admins: ['group:default/platform-admins'],
    });
    rows = await LabRows.create(knex);
  });
  afterAll(() => world.stop());
  const list = async (name: string, query = '') =>
    (await world.as(name).get(`/jobs${query}`).expect(200)).body;

  it('are those of labs that one may read', async () => {
    const own = await rows.add('user:default/alice');
    const team = await rows.add('group:default/team-a');
    const ownJob = await rows.addJob(own);
    const teamJob = await rows.addJob(team);
    const ids = async (name: string) =>
      (await list(name)).items.map((job: { id: string }) => job.id);
    expect(await ids('alice')).toEqual([teamJob, ownJob]);
    expect(await ids('andrew')).toEqual([teamJob]);
    expect(await ids('bob')).toEqual([]);
    expect(await ids('carol')).toEqual([teamJob, ownJob]);
    expect((await list('bob', `?lab=${own.id}`)).items).toEqual([]);
    await world.as('bob').get(`/jobs/${ownJob}`).expect(404);
    const { body } = await world.as('alice').get(`/jobs/${ownJob}`);
    expect(body).toMatchObject({ id: ownJob, labName: own.name });
  });

  it('are chosen by several statuses and types', async () => {
    const lab = await rows.add('user:default/alice');
    const job = await rows.addJob(lab);
    const { items } = await list(
      'alice',
      `?lab=${lab.id}&status=RUNNING,FAILED&type=images.import,logs.export`,
    );
    expect(items.map(({ id }: { id: string }) => id)).toEqual([job]);
    expect((await list('alice', `?lab=${lab.id}&status=FAILED`)).items).toEqual(
      [],
    );
  });

  it('come in pages', async () => {
    const lab = await rows.add('user:default/alice');
    const added = [];
    for (let n = 0; n < 3; n++) {
      added.unshift(await rows.addJob(lab));
    }
    const first = await list('alice', `?lab=${lab.id}&limit=2`);
    const second = await list(
      'alice',
      `?lab=${lab.id}&limit=2&cursor=${first.pageInfo.nextCursor}`,
    );
    expect(
      [...first.items, ...second.items].map((job: { id: string }) => job.id),
    ).toEqual(added);
    expect(second.pageInfo).toEqual({});
  });

  it.each([
    ['?lab=nonsense', 404, 'a lab’s id is a UUID'],
    ['?status=DONE', 400, 'status must be one or more of RUNNING'],
    ['?type=images', 400, 'type must be one or more of apply, images.import'],
    ['?limit=0', 400, 'limit must be'],
    ['?cursor=x', 400, 'cursor must be'],
    ['/nonsense', 404, 'a job’s id is a UUID'],
    ['/00000000-0000-4000-8000-00000000abcd', 404, 'There is no job'],
  ])('say what is wrong with %s', async (path, status, message) => {
    const { body } = await world.as('alice').get(`/jobs${path}`).expect(status);
    expect(body.error.message).toContain(message);
  });
});
