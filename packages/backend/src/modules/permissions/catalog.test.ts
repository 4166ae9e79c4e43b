import { setTimeout as delay } from 'node:timers/promises';
import { permissionsServiceFactory } from '@backstage/backend-defaults/permissions';
import {
  createServiceFactory,
  coreServices,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import catalog from '@backstage/plugin-catalog-backend';
import permissionBackend from '@backstage/plugin-permission-backend';
import catalogModule from '@pyk8s-lab/backstage-plugin-catalog-backend-module-pyk8s-lab';
import labs from '@pyk8s-lab/backstage-plugin-pyk8s-lab-backend';
import simulated from '@pyk8s-lab/backstage-plugin-pyk8s-lab-backend-module-simulated';
import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { resolve } from 'node:path';
import request from 'supertest';
import permissionsModule from './module';

/** The entities that the portal has at first. */
const EXAMPLES = resolve(__dirname, '../../../../../examples');
const TEAM = 'group:default/team-a';
/** Whose people own things: as the catalog would say at their sign-in. */
const GROUPS: Readonly<Record<string, string[]>> = {
  'user:default/alice': [TEAM],
  'user:default/dan': [TEAM],
};

/** Says of each person what a sign-in would. */
const userInfo = createServiceFactory({
  service: coreServices.userInfo,
  deps: {},
  factory: () => ({
    async getUserInfo(credentials) {
      const { userEntityRef } = credentials.principal as {
        userEntityRef: string;
      };
      return {
        userEntityRef,
        ownershipEntityRefs: [userEntityRef, ...(GROUPS[userEntityRef] ?? [])],
      };
    },
  }),
});

/**
 * The tests' own tokens do not say that a plugin calls in somebody's name, without
 * which the permission backend never answers.
 */
const auth = createServiceFactory({
  service: coreServices.auth,
  deps: { plugin: coreServices.pluginMetadata },
  factory({ plugin }) {
    const inner = mockServices.auth({ pluginId: plugin.getId() });
    const own = inner.getPluginRequestToken.bind(inner);
    return Object.assign(inner, {
      getPluginRequestToken: async (options: Parameters<typeof own>[0]) => {
        const { onBehalfOf } = options;
        return inner.isPrincipal(onBehalfOf, 'user')
          ? {
              token: mockCredentials.user.token(
                onBehalfOf.principal.userEntityRef,
                { actor: { subject: `plugin:${plugin.getId()}` } },
              ),
            }
          : own(options);
      },
    });
  },
});

describe('labs in a portal’s catalog', () => {
  let backend: Awaited<ReturnType<typeof startTestBackend>>;

  beforeAll(async () => {
    backend = await startTestBackend({
      features: [
        catalog,
        catalogModule,
        labs,
        simulated,
        permissionBackend,
        permissionsModule,
        permissionsServiceFactory,
        userInfo,
        auth,
        mockServices.rootConfig.factory({
          data: {
            backend: {
              database: { client: 'better-sqlite3', connection: ':memory:' },
            },
            permission: { enabled: true },
            catalog: {
              rules: [
                { allow: ['API', 'Component', 'Group', 'System', 'User'] },
              ],
              locations: ['org.yaml', 'entities.yaml'].map(name => ({
                type: 'file',
                target: resolve(EXAMPLES, name),
              })),
            },
            pyk8sLab: {
              defaultProvider: 'simulated',
              admins: ['user:default/carol'],
              simulated: { provisioningTime: { milliseconds: 10 } },
            },
          },
        }),
      ],
    });
  }, 30_000);
  afterAll(async () => {
    await backend?.stop();
  });

  const ask = (method: 'get' | 'post' | 'patch', path: string, who: string) =>
    request(backend.server)
      [method](`/api${path}`)
      .set('Authorization', mockCredentials.user.header(`user:default/${who}`));
  const make = async (who: string, body: object): Promise<Lab> =>
    (await ask('post', '/pyk8s-lab/labs', who).send(body).expect(201)).body;

  /** How the catalog answers somebody who asks for a lab by its name. */
  const statusFor = async (who: string, lab: Lab): Promise<number> => {
    const path = `/catalog/entities/by-name/${lab.entityRef.replace(':', '/')}`;
    return (await ask('get', path, who)).status;
  };
  /** Until the catalog has taken a lab; the test's own time is the limit. */
  const untilSeen = async (who: string, lab: Lab) => {
    while ((await statusFor(who, lab)) !== 200) {
      await delay(20);
    }
  };
  /** Until the catalog has read an entity of the examples. */
  const untilRead = async (who: string, entity: string) => {
    const read = `/catalog/entities/by-name/${entity}`;
    while ((await ask('get', read, who)).status !== 200) {
      await delay(20);
    }
  };
  /** The titles of the labs that somebody finds, in each way that there is. */
  const found = async (who: string) => {
    const filter = 'filter=kind=resource';
    const listed = await ask('get', `/catalog/entities?${filter}`, who);
    const queried = await ask(
      'get',
      `/catalog/entities/by-query?${filter}`,
      who,
    );
    const facets = await ask(
      'get',
      `/catalog/entity-facets?facet=metadata.title&${filter}`,
      who,
    );
    const titles = (entities: Entity[]) =>
      entities.map(({ metadata }) => metadata.title).sort();
    const answers = [
      titles(listed.body),
      titles(queried.body.items),
      facets.body.facets['metadata.title']
        .map(({ value }: { value: string }) => value)
        .sort(),
    ];
    expect(answers).toEqual([answers[0], answers[0], answers[0]]);
    return answers[0];
  };

  it('are visible to their owners and to administrators only', async () => {
    const own = await make('alice', { name: 'own' });
    const team = await make('alice', { name: 'team', owner: TEAM });
    const bobs = await make('bob', { name: 'bobs' });
    for (const lab of [own, team, bobs]) {
      await untilSeen('carol', lab);
    }
    expect(await found('carol')).toEqual(['bobs', 'own', 'team']);
    expect(await found('alice')).toEqual(['own', 'team']);
    expect(await found('dan')).toEqual(['team']);
    expect(await found('bob')).toEqual(['bobs']);
    expect(await found('eve')).toEqual([]);
    const seen = await Promise.all(
      ['alice', 'dan', 'bob', 'eve'].map(who => statusFor(who, own)),
    );
    expect(seen).toEqual([200, 404, 404, 404]);

    // Asked for by its ref, together with others, or as what something depends on.
    const { body } = await ask('post', '/catalog/entities/by-refs', 'bob').send(
      {
        entityRefs: [own.entityRef, bobs.entityRef],
      },
    );
    expect(
      body.items.map((item: Entity | null) => item?.metadata.title ?? null),
    ).toEqual([null, 'bobs']);
  }, 60_000);

  it('go with the lab when it is handed over', async () => {
    const lab = await make('alice', { name: 'handed' });
    await untilSeen('alice', lab);
    expect(await statusFor('dan', lab)).toBe(404);
    await ask('patch', `/pyk8s-lab/labs/${lab.id}`, 'alice')
      .send({ owner: TEAM })
      .expect(200);
    await untilSeen('dan', lab);
    await untilRead('carol', 'user/default/bob');
    await ask('patch', `/pyk8s-lab/labs/${lab.id}`, 'carol')
      .send({ owner: 'user:default/bob' })
      .expect(200);
    await untilSeen('bob', lab);
    expect(await statusFor('alice', lab)).toBe(404);
    expect(await statusFor('dan', lab)).toBe(404);
  }, 60_000);

  it('are for components, and of people, that the catalog has', async () => {
    await untilRead('alice', 'component/default/checkout');
    const lab = await make('alice', { name: 'linked', component: 'checkout' });
    expect(lab.component).toBe('component:default/checkout');
    for (const [unknown, message] of [
      [{ component: 'chekout' }, /^The component .*chekout" is not in the cat/],
      [{ owner: 'user:default/bop' }, /^The owner .*bop" is not in the cat/],
    ] as const) {
      const { status, body } = await ask(
        'patch',
        `/pyk8s-lab/labs/${lab.id}`,
        'alice',
      ).send(unknown);
      expect([status, body.error.message]).toEqual([
        400,
        expect.stringMatching(message),
      ]);
    }
  }, 60_000);

  it('reads locations that people name for administrators only', async () => {
    const location = {
      type: 'url',
      target: 'https://github.com/acme/private/blob/main/catalog-info.yaml',
    };
    const entity = {
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'API',
      metadata: { name: 'read-it' },
      spec: {
        type: 'openapi',
        lifecycle: 'production',
        owner: 'user:default/bob',
        definition: { $text: 'https://github.com/acme/private/secret.yaml' },
      },
    };
    const calls: [string, object][] = [
      ['/catalog/locations?dryRun=true', location],
      ['/catalog/analyze-location', { location }],
      [
        '/catalog/validate-entity',
        { entity, location: `${location.type}:${location.target}` },
      ],
    ];
    for (const [path, body] of calls) {
      const { status } = await ask('post', path, 'bob').send(body);
      expect([path, status]).toEqual([path, 403]);
    }
  });
});
