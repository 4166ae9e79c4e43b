import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import authPlugin from '@backstage/plugin-auth-backend';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import type { JsonObject } from '@backstage/types';
import request from 'supertest';
import demoAuthModule from './module';

const alice: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'User',
  metadata: { name: 'alice', namespace: 'default' },
  spec: { memberOf: ['team-payments'] },
  relations: [{ type: 'memberOf', targetRef: 'group:default/team-payments' }],
};

const users = [
  { entityRef: 'user:default/alice', title: 'Alice Moreau' },
  { entityRef: 'user:default/late', title: 'Not in the catalog yet' },
];

async function startBackend(demo: JsonObject | undefined) {
  return startTestBackend({
    features: [
      authPlugin,
      demoAuthModule,
      catalogServiceMock.factory({ entities: [alice] }),
      mockServices.rootConfig.factory({
        data: {
          app: { baseUrl: 'http://localhost:3000' },
          auth: { providers: demo ? { demo } : {} },
        },
      }),
    ],
  });
}

function inEnvironment(name: string) {
  jest.replaceProperty(process, 'env', { ...process.env, NODE_ENV: name });
}

afterEach(() => jest.restoreAllMocks());

describe('signing in', () => {
  beforeEach(() => inEnvironment('development'));

  it.each(['user:default/alice', 'alice', 'User:Alice'])(
    'as "%s" gives the groups that the catalog says',
    async asked => {
      const { server } = await startBackend({ users });

      const { status, body } = await request(server)
        .get('/api/auth/demo/refresh')
        .set('x-demo-user', asked);

      expect(status).toBe(200);
      expect(body.profile).toEqual({ displayName: 'Alice Moreau' });
      expect(body.backstageIdentity.identity).toEqual({
        type: 'user',
        userEntityRef: 'user:default/alice',
        ownershipEntityRefs: [
          'user:default/alice',
          'group:default/team-payments',
        ],
      });
      expect(body.backstageIdentity.expiresInSeconds).toBeGreaterThan(0);
    },
  );

  it('signs a token for that user', async () => {
    const { server } = await startBackend({ users });

    const { body } = await request(server)
      .get('/api/auth/demo/refresh')
      .set('x-demo-user', 'alice');

    const [, payload] = body.backstageIdentity.token.split('.');
    expect(JSON.parse(Buffer.from(payload, 'base64url').toString())).toEqual(
      expect.objectContaining({ sub: 'user:default/alice' }),
    );
  });

  it.each([
    ['nobody', undefined, 400, /one of user:default\/alice/],
    ['an empty name', '', 400, /Say whom/],
    ['what is no entity ref', 'user:default/', 400, /Say whom/],
    ['somebody else', 'mallory', 403, /Nobody can sign in as .*mallory/],
    ['a group', 'group:default/team-payments', 403, /Nobody can sign in/],
    ['a user of the list without an entity', 'late', 404, /try again/],
  ])('refuses %s', async (_what, asked, status, message) => {
    const { server } = await startBackend({ users });

    const response = await request(server)
      .get('/api/auth/demo/refresh')
      .set(asked === undefined ? {} : { 'x-demo-user': asked });

    expect(response.status).toBe(status);
    expect(response.body.error.message).toMatch(message);
    expect(response.body.backstageIdentity).toBeUndefined();
  });

  it('takes no user from the query, which another site could send', async () => {
    const { server } = await startBackend({ users });

    const response = await request(server).get(
      '/api/auth/demo/refresh?x-demo-user=alice&user=alice',
    );

    expect(response.status).toBe(400);
  });
});

describe('configuration', () => {
  it.each([
    ['no list', {}, /auth\.providers\.demo\.users/],
    ['an empty list', { users: [] }, /demo\.users is empty/],
    [
      'a group in the list',
      { users: [{ entityRef: 'group:default/admins', title: 'Admins' }] },
      /demo\.users\[0\]\.entityRef is "group:default\/admins"/,
    ],
  ])('with %s stops the start', async (_what, demo, message) => {
    inEnvironment('development');

    await expect(startBackend(demo)).rejects.toThrow(message);
  });

  it.each(['production', 'test', ''])(
    'stops the start with NODE_ENV="%s"',
    async environment => {
      inEnvironment(environment);

      await expect(startBackend({ users })).rejects.toThrow(
        /only with NODE_ENV=development/,
      );
    },
  );

  it('can be allowed outside development', async () => {
    inEnvironment('production');
    const { server } = await startBackend({
      users,
      dangerouslyAllowOutsideDevelopment: true,
    });

    const { status } = await request(server)
      .get('/api/auth/demo/refresh')
      .set('x-demo-user', 'alice');

    expect(status).toBe(200);
  });

  it('adds no provider where there is none configured', async () => {
    inEnvironment('production');
    const { server } = await startBackend(undefined);

    const { status } = await request(server)
      .get('/api/auth/demo/refresh')
      .set('x-demo-user', 'alice');

    expect(status).toBe(404);
  });
});
