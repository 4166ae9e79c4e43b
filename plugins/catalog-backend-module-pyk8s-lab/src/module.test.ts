import { createServiceFactory } from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import {
  RELATION_DEPENDENCY_OF,
  RELATION_OWNED_BY,
  type Entity,
} from '@backstage/catalog-model';
import catalogPlugin from '@backstage/plugin-catalog-backend';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import labPlugin from '@pyk8s-lab/backstage-plugin-pyk8s-lab-backend';
import { labUpgradesServiceRef } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-backend/httpRouter';
import simulatedModule from '@pyk8s-lab/backstage-plugin-pyk8s-lab-backend-module-simulated';
import {
  LabClient,
  type Lab,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { eventually } from './__testUtils__/eventually';
import module from './index';

/** The addresses for links. */
const linked = (kind: string, namespace: string, name: string): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind,
  metadata: { namespace, name },
});

const ALICE = mockCredentials.user.header('user:default/alice');

describe('the module in a portal', () => {
  let backend: Awaited<ReturnType<typeof startTestBackend>>;
  const logger = mockServices.logger.mock({ child: () => logger });

  beforeAll(async () => {
    backend = await startTestBackend({
      features: [
        catalogPlugin,
        labPlugin,
        simulatedModule,
        module,
        catalogServiceMock.factory({
          entities: [
            linked('Component', 'default', 'checkout'),
            linked('Component', 'shop', 'cart'),
            linked('Group', 'default', 'team-b'),
          ],
        }),
        // Sessions are not configured here, which would log a warning.
        createServiceFactory({
          service: labUpgradesServiceRef,
          deps: {},
          factory: () => ({ isListening: true, listen: () => undefined }),
        }),
        logger.factory,
        mockServices.rootConfig.factory({
          data: {
            app: { baseUrl: 'https://portal.test/' },
            backend: {
              baseUrl: 'https://api.portal.test',
              database: { client: 'better-sqlite3', connection: ':memory:' },
            },
            pyk8sLab: {
              defaultProvider: 'simulated',
              admins: ['user:default/alice'],
              // Notifications are not configured here, which would log a warning.
              notifications: { ready: false, handedOver: false },
              simulated: { provisioningTime: { milliseconds: 10 } },
            },
          },
        }),
      ],
    });
  });

  afterAll(async () => {
    await backend?.stop();
  });

  const labs = () =>
    new LabClient({
      discoveryApi: {
        getBaseUrl: async id =>
          `http://localhost:${backend.server.port()}/api/${id}`,
      },
      fetchApi: {
        fetch: (input, init) =>
          fetch(input, {
            ...init,
            headers: { ...init?.headers, Authorization: ALICE },
          }),
      },
    });

  /** The processed entity of a lab, as the catalog's API returns it. */
  async function entityOf(lab: Lab): Promise<Entity | undefined> {
    const response = await fetch(
      `http://localhost:${backend.server.port()}/api/catalog/entities/by-name/${lab.entityRef.replace(
        ':',
        '/',
      )}`,
      { headers: { Authorization: ALICE } },
    );
    if (response.status === 404) {
      return undefined;
    }
    expect(response.status).toBe(200);
    return response.json();
  }

  const relationOf = (entity: Entity | undefined, relation: string) =>
    entity?.relations?.find(({ type }) => type === relation)?.targetRef;
  const ownerOf = (entity: Entity | undefined) =>
    relationOf(entity, RELATION_OWNED_BY);
  const componentOf = (entity: Entity | undefined) =>
    relationOf(entity, RELATION_DEPENDENCY_OF);

  it('shows a lab in the catalog from its creation to its deletion', async () => {
    const lab = await labs().createLab({
      name: 'demo',
      purpose: 'Trying the catalog',
      component: 'checkout',
    });
    await eventually(async () => {
      const entity = await entityOf(lab);
      return (
        entity?.metadata.annotations?.['pyk8s-lab.io/status'] === 'RUNNING'
      );
    });
    const entity = await entityOf(lab);
    expect(entity).toMatchObject({
      kind: 'Resource',
      metadata: {
        name: `lab-${lab.id}`,
        title: 'demo',
        description: 'Trying the catalog',
        tags: ['lab', 'simulated'],
        annotations: {
          'backstage.io/view-url': `https://portal.test/labs/${lab.id}`,
        },
        links: [
          { url: `https://portal.test/labs/${lab.id}` },
          { url: expect.stringMatching(new RegExp(`/labs/${lab.id}$`)) },
        ],
      },
      spec: {
        type: 'kubernetes-cluster',
        owner: 'user:default/alice',
        lifecycle: 'ephemeral',
      },
    });
    expect(ownerOf(entity)).toBe('user:default/alice');
    expect(componentOf(entity)).toBe('component:default/checkout');

    await labs().updateLab(lab.id, { owner: 'group:default/team-b' });
    await eventually(
      async () => ownerOf(await entityOf(lab)) === 'group:default/team-b',
    );

    await labs().updateLab(lab.id, { component: 'shop/cart' });
    await eventually(
      async () => componentOf(await entityOf(lab)) === 'component:shop/cart',
    );
    await labs().updateLab(lab.id, { component: '' });
    await eventually(
      async () => componentOf(await entityOf(lab)) === undefined,
    );

    await labs().deleteLab(lab.id);
    await eventually(async () => (await entityOf(lab)) === undefined);
    expect(logger.warn.mock.calls).toEqual([]);
    expect(logger.error.mock.calls).toEqual([]);
  }, 20_000);
});
