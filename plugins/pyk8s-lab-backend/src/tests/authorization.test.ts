import { mockCredentials, TestDatabases } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  labPermissions,
  RESOURCE_TYPE_LAB,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import {
  createLabConditionalDecision,
  labConditions,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import {
  isResourcePermission,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import type { Knex } from 'knex';
import request from 'supertest';
import { ApiWorld } from '../__testUtils__/ApiWorld';
import { anId } from '../__testUtils__/builders';
import { LabRows } from '../__testUtils__/LabRows';
import {
  permissionFeatures,
  type TestPolicy,
} from '../__testUtils__/permissionFeatures';

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
const ADMINS = ['group:default/platform-admins'];
const TEAM = 'group:default/team-a';
const OTHERS = 'group:default/team-b';

let knex: Knex;
let world: ApiWorld;
let rows: LabRows;
/** What is decided before the shipped policy is asked. */
let decide: TestPolicy = () => undefined;

const start = async (enabled: boolean, config: object = {}) => {
  knex = await databases.init('SQLITE_3');
  world = await ApiWorld.start(
    knex,
    { admins: ADMINS, ...config },
    {
      features: permissionFeatures(ADMINS, (...asked) => decide(...asked)),
      root: { permission: { enabled } },
    },
  );
  rows = await LabRows.create(knex);
};
afterEach(async () => {
  decide = () => undefined;
  await world.stop();
  await knex.destroy();
});

const names = async (name: string, query = '') => {
  const { body } = await world.as(name).get(`/labs${query}`).expect(200);
  return body.items.map((lab: { name: string }) => lab.name).sort();
};

describe.each([
  ['by the portal’s permission backend', true],
  ['by the plugin itself, where permissions are not enabled', false],
])('ownership, decided %s', (_, enabled) => {
  beforeEach(() => start(enabled, { quotas: { simulated: { perGroup: 3 } } }));

  it('is of persons and of groups', async () => {
    const own = await rows.add('user:default/alice');
    const team = await rows.add(TEAM);
    const others = await rows.add(OTHERS);
    expect(await names('alice')).toEqual([own.name, team.name]);
    expect(await names('andrew')).toEqual([team.name]);
    expect(await names('bob')).toEqual([others.name]);
    expect(await names('carol')).toEqual([own, team, others].map(l => l.name));
    // A filter narrows what one may read and never widens it.
    expect(await names('andrew', `?owner=${OTHERS},${TEAM}`)).toEqual([
      team.name,
    ]);
    expect(await names('carol', `?owner=${OTHERS}`)).toEqual([others.name]);

    await world.as('bob').delete(`/labs/${team.id}`).expect(404);
    await world.as('andrew').delete(`/labs/${own.id}`).expect(404);
    await world
      .as('andrew')
      .patch(`/labs/${team.id}`)
      .send({ purpose: 'ours' })
      .expect(200);
    await world.as('carol').delete(`/labs/${own.id}`).expect(202);
  });

  it('says who sees all', async () => {
    const seesAll = async (name: string) =>
      (await world.as(name).get('/options').expect(200)).body.seesAll;
    expect(await seesAll('alice')).toBe(false);
    expect(await seesAll('carol')).toBe(true);
  });

  it('can be transferred to any user or group by those who may change it', async () => {
    const lab = await rows.add('user:default/alice');
    const give = (name: string, owner: string) =>
      world.as(name).patch(`/labs/${lab.id}`).send({ owner });
    await give('bob', 'user:default/bob').expect(404);
    await give('alice', TEAM).expect(200);
    // Now it is the team's: each member may take it.
    await give('andrew', 'user:default/andrew').expect(200);
    await give('alice', TEAM).expect(404);
    await give('andrew', 'User:Default/Bob').expect(200);
    // The previous owner no longer sees it.
    await give('andrew', 'user:default/andrew').expect(404);
    expect(await names('bob')).toEqual([lab.name]);
    for (const odd of ['component:default/x', 'user:default/a b', 'group:']) {
      expect([odd, (await give('carol', odd)).status]).toEqual([odd, 400]);
    }

    const { body } = await world.as('bob').get(`/labs/${lab.id}/activity`);
    expect(
      body.items
        .slice(0, 3)
        .map((event: Record<string, unknown>) => [
          event.actorRef,
          event.message,
        ]),
    ).toEqual([
      [
        'user:default/andrew',
        'Transferred from user:default/andrew to user:default/bob.',
      ],
      [
        'user:default/andrew',
        `Transferred from ${TEAM} to user:default/andrew.`,
      ],
      ['user:default/alice', `Transferred from user:default/alice to ${TEAM}.`],
    ]);
  });

  it('does not tell a caller without rights why a transfer fails', async () => {
    const lab = await rows.add('user:default/alice', 'RUNNING', 'demo');
    const answer = async (who: string, owner: string) => {
      const { status, body } = await world
        .as(who)
        .patch(`/labs/${lab.id}`)
        .send({ owner });
      return [status, body.error.message];
    };
    const refused = (owner: string) => [
      409,
      `${owner} cannot take this lab: ask them.`,
    ];

    await rows.add('user:default/bob', 'RUNNING', 'demo');
    expect(await answer('alice', 'user:default/bob')).toEqual(
      refused('user:default/bob'),
    );
    for (let n = 0; n < 3; n++) {
      await rows.add(OTHERS);
      await rows.add(TEAM);
    }
    expect(await answer('alice', OTHERS)).toEqual(refused(OTHERS));

    // Members, and those who see all labs, are told.
    expect(await answer('alice', TEAM)).toEqual([
      429,
      expect.stringContaining(`${TEAM} has 3 of 3 simulated labs: `),
    ]);
    expect(await answer('carol', 'user:default/bob')).toEqual([
      409,
      'The new owner has a lab of that name already.',
    ]);
    expect(await answer('carol', OTHERS)).toEqual([
      429,
      expect.stringContaining(`${OTHERS} has 3 of 3 simulated labs: `),
    ]);
  });

  it('of a new lab is one’s own, or by administrators anybody’s', async () => {
    const make = (who: string, name: string, owner?: string) =>
      world.as(who).post('/labs').send({ name, owner });
    expect((await make('alice', 'a', OTHERS)).status).toBe(403);
    expect((await make('alice', 'a', TEAM)).body.owner).toBe(TEAM);
    expect((await make('alice', 'b')).body.owner).toBe('user:default/alice');
    expect((await make('carol', 'c', OTHERS)).body).toMatchObject({
      owner: OTHERS,
      createdBy: 'user:default/carol',
    });
    expect((await make('carol', 'd', 'component:default/x')).status).toBe(400);
  });

  it('gone, a request that is sent again shows nothing of the lab', async () => {
    const send = () =>
      world
        .as('alice')
        .post('/labs')
        .set('Idempotency-Key', 'k')
        .send({ name: 'demo' });
    const { body } = await send();
    expect((await send()).body.id).toBe(body.id);
    await world
      .as('carol')
      .patch(`/labs/${body.id}`)
      .send({ owner: OTHERS, purpose: 'a secret' })
      .expect(200);
    const again = await send();
    expect([again.status, again.body.error.message]).toEqual([
      409,
      'The lab that was created with this Idempotency-Key is no longer yours to see: use a new key for a new lab.',
    ]);
    expect(again.text).not.toContain('a secret');
  });
});

describe('a policy of the portal', () => {
  beforeEach(() =>
    start(true, {
      quotas: { simulated: { perUser: 5, perGroup: 2, total: 20 } },
    }),
  );

  const conditionally = (
    ...conditions: Parameters<typeof createLabConditionalDecision>[1][]
  ): TestPolicy => {
    return (_, { permission }): PolicyDecision | undefined =>
      isResourcePermission(permission, RESOURCE_TYPE_LAB)
        ? createLabConditionalDecision(permission, {
            allOf: [conditions[0], ...conditions.slice(1)],
          })
        : undefined;
  };

  it('can go by status and by what is simulated', async () => {
    const running = await rows.add(OTHERS);
    const failed = await rows.add(OTHERS, 'ERROR');
    decide = conditionally(
      labConditions.hasStatus({ statuses: ['RUNNING'] }),
      labConditions.isSimulated(),
    );
    expect(await names('alice')).toEqual([running.name]);
    await world.as('alice').get(`/labs/${failed.id}`).expect(404);
    decide = conditionally({ not: labConditions.isSimulated() });
    expect(await names('alice')).toEqual([]);
  });

  it('that lets people see and no more is told to them', async () => {
    const lab = await rows.add(OTHERS);
    decide = (_, { permission }) => ({
      result: permission.name.endsWith('.read')
        ? AuthorizeResult.ALLOW
        : AuthorizeResult.DENY,
    });
    const { body } = await world.as('alice').delete(`/labs/${lab.id}`);
    expect(body.error).toMatchObject({
      name: 'NotAllowedError',
      message: `You may see the lab "${lab.name}" but not delete it: this needs the permission pyk8s-lab.lab.delete. Ask ${OTHERS}, who owns it, or those who run the portal.`,
    });
    const refused = await world.as('alice').post('/labs').send({ name: 'a' });
    expect([refused.status, refused.body.error.message]).toEqual([
      403,
      'You may not create labs: this needs the permission pyk8s-lab.lab.create. Ask those who run the portal.',
    ]);
  });

  it('that lets people look lets the Kubernetes plugin do it for them, and nobody else', async () => {
    const lab = await rows.add(OTHERS);
    await world.makeCluster(lab);
    let allowed = ['read', 'logs'];
    decide = (_, { permission }) => ({
      result: allowed.includes(permission.name.split('.')[2])
        ? AuthorizeResult.ALLOW
        : AuthorizeResult.DENY,
    });
    const get = async (query: string, subject?: string) =>
      (
        await request(world.server)
          .get(`/api/pyk8s-lab/labs/${lab.id}/kubeconfig?${query}`)
          .set(
            'Authorization',
            `Bearer ${mockCredentials.user.token(
              'user:default/alice',
              subject ? { actor: { subject } } : {},
            )}`,
          )
      ).status;
    const toLook = 'for=viewer&reach=portal';
    expect(await get(toLook, 'plugin:kubernetes')).toBe(200);
    // Reads of the portal's own pages are no activity.
    expect(
      await knex('lab_events').where({
        lab_id: lab.id,
        type: 'lab.kubeconfig-read',
      }),
    ).toEqual([]);
    // The person, who would keep it, and plugins that may hand it on.
    expect(await get(toLook)).toBe(403);
    expect(await get(toLook, 'plugin:scaffolder')).toBe(403);
    for (const more of [
      'for=owner&reach=portal',
      'for=viewer&reach=people',
      'for=viewer',
      '',
    ]) {
      expect([more, await get(more, 'plugin:kubernetes')]).toEqual([more, 403]);
    }
    // What looks on can read logs, so it is for nobody who may not.
    allowed = ['read'];
    expect(await get(toLook, 'plugin:kubernetes')).toBe(403);
    allowed = ['logs'];
    expect(await get(toLook, 'plugin:kubernetes')).toBe(404);
    allowed = ['read', 'kubeconfig'];
    expect(await get(toLook, 'plugin:kubernetes')).toBe(200);
  });

  it('that lets people change labs of an owner lets them give that owner labs', async () => {
    decide = conditionally(labConditions.isOwner({ claims: [OTHERS] }));
    const make = (owner: string) =>
      world.as('alice').post('/labs').send({ name: 'demo', owner });
    expect((await make(OTHERS)).status).toBe(201);
    expect((await make('group:default/team-c')).status).toBe(403);
  });

  it('names no lab that may not be read when a quota is used up', async () => {
    const seen = await rows.add(TEAM);
    await rows.add(TEAM, 'ERROR');
    decide = conditionally(
      labConditions.isOwner({ claims: [TEAM] }),
      labConditions.hasStatus({ statuses: ['RUNNING', 'QUEUED'] }),
    );
    const refused = await world
      .as('alice')
      .post('/labs')
      .send({ name: 'demo', owner: TEAM });
    expect([refused.status, refused.body.error.message]).toEqual([
      429,
      `${TEAM} has 2 of 2 simulated labs: ${seen.name} and 1 more. Delete one that is not needed, or wait until one expires.`,
    ]);
    const { body } = await world.as('alice').get('/options').expect(200);
    expect(body.quotas).toContainEqual({
      scope: 'group',
      owner: TEAM,
      simulated: true,
      limit: 2,
      used: 2,
      labs: [seen.name],
    });
  });

  it('that fails allows nothing', async () => {
    const lab = await rows.add('user:default/alice');
    decide = () => {
      throw new Error('the policy is broken');
    };
    const answers = await Promise.all([
      world.as('alice').get('/labs'),
      world.as('alice').get(`/labs/${lab.id}`),
      world.as('alice').get(`/labs/${lab.id}/kubeconfig`),
      world.as('alice').delete(`/labs/${lab.id}`),
      world.as('alice').post('/labs').send({ name: 'a' }),
      world.as('carol').get('/options'),
      world.as('carol').get('/events'),
    ]);
    for (const { status, text } of answers) {
      expect(status).toBeGreaterThanOrEqual(500);
      expect(text).not.toContain(lab.name);
    }
    expect(await rows.get(lab.id)).toEqual(lab);
  });

  it('is asked by the frontend about a lab, by its id', async () => {
    const mine = await rows.add('user:default/alice');
    const theirs = await rows.add(OTHERS);
    const ofOneLab = labPermissions.filter(({ type }) => type === 'resource');
    const ask = async (id: string) => {
      const { body } = await request(world.server)
        .post('/api/permission/authorize')
        .set(world.headers('alice'))
        .send({
          items: ofOneLab.map((permission, index) => ({
            id: String(index),
            permission,
            resourceRef: id,
          })),
        })
        .expect(200);
      return new Set(
        body.items.map(({ result }: { result: string }) => result),
      );
    };
    expect(await ask(mine.id)).toEqual(new Set(['ALLOW']));
    expect(await ask(theirs.id)).toEqual(new Set(['DENY']));
    expect(await ask(anId(999))).toEqual(new Set(['DENY']));
    expect(await ask("'; drop table labs; --")).toEqual(new Set(['DENY']));
  });
});
