import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import kubernetes from '@backstage/plugin-kubernetes-backend';
import request from 'supertest';
import { aKubeconfig } from './__testUtils__/aKubeconfig';
import { aLab, anId } from '@internal/test-utils';
import { FakeCluster } from './__testUtils__/FakeCluster';
import { FakeLabs } from './__testUtils__/fakeLabs';
import module from './index';

// The plugin imports its Kubernetes client on the first request, which takes seconds;
// package.json lets jest resolve such imports in packages.
jest.setTimeout(60_000);

const ALICE = 'user:default/alice';
const BOB = 'user:default/bob';

const component = (
  name: string,
  annotations: Record<string, string> = {},
): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name,
    annotations: { 'backstage.io/kubernetes-id': name, ...annotations },
  },
});

describe('the module with the Kubernetes plugin', () => {
  let backend: Awaited<ReturnType<typeof startTestBackend>>;
  let clusters: Record<'production' | 'checkout' | 'own', FakeCluster>;
  const labs = new FakeLabs();
  const logger = mockServices.logger.mock({ child: () => logger });

  const start = async (
    settings: object = {},
    method: string = 'multiTenant',
  ) => {
    backend = await startTestBackend({
      features: [
        kubernetes,
        module,
        labs.feature,
        catalogServiceMock.factory({
          entities: [
            component('checkout'),
            component('search'),
            component('pinned', {
              'backstage.io/kubernetes-cluster': `lab-${anId(2)}`,
            }),
            component('elsewhere', {
              'backstage.io/kubernetes-cluster': 'nowhere',
            }),
          ],
        }),
        logger.factory,
        mockServices.rootConfig.factory({
          data: {
            kubernetes: {
              serviceLocatorMethod: { type: method },
              clusterLocatorMethods: [
                {
                  type: 'config',
                  clusters: [
                    {
                      name: 'production',
                      url: clusters.production.url,
                      authProvider: 'serviceAccount',
                      serviceAccountToken: 'of-production',
                      skipMetricsLookup: true,
                    },
                  ],
                },
              ],
              ...settings,
            },
          },
        }),
      ],
    });
  };

  beforeEach(async () => {
    jest.clearAllMocks();
    clusters = {
      production: await FakeCluster.start(),
      checkout: await FakeCluster.start(),
      own: await FakeCluster.start(),
    };
    clusters.production.pods = ['in-production'];
    clusters.checkout.pods = ['in-lab-of-checkout'];
    clusters.own.pods = ['in-own-lab'];
    labs.requests.length = 0;
    labs.labs = [
      {
        lab: aLab({
          n: 1,
          name: 'preview',
          owner: 'group:default/team-a',
          component: 'component:default/checkout',
        }),
        readers: [ALICE],
        kubeconfig: aKubeconfig({ server: clusters.checkout.url }),
      },
      {
        lab: aLab({ n: 2, name: 'own' }),
        readers: [ALICE],
        kubeconfig: aKubeconfig({ server: clusters.own.url }),
      },
      { lab: aLab({ n: 3, name: 'broken' }), readers: [ALICE] },
      { lab: aLab({ n: 4, simulated: true }), readers: [ALICE, BOB] },
    ];
  });
  afterEach(async () => {
    await backend.stop();
    await Promise.all(Object.values(clusters).map(cluster => cluster.stop()));
  });

  const as = (user: string) => mockCredentials.user.header(user);

  const clustersFor = async (user: string) => {
    const { body } = await request(backend.server)
      .get('/api/kubernetes/clusters')
      .set('Authorization', as(user))
      .expect(200);
    expect(JSON.stringify(body)).not.toContain('secret');
    return body.items.map(
      ({ title, name }: { title?: string; name: string }) => title ?? name,
    );
  };

  /** The pods in an entity's Kubernetes tab, by cluster. */
  const podsFor = async (user: string, name: string) => {
    const { body } = await request(backend.server)
      .post(`/api/kubernetes/services/${name}`)
      .set('Authorization', as(user))
      .send({ entity: component(name) })
      .expect(200);
    expect(JSON.stringify(body)).not.toContain('secret');
    return body.items.map(
      (item: {
        cluster: { title?: string; name: string };
        resources: { type: string; resources: Entity[] }[];
      }) => [
        item.cluster.title ?? item.cluster.name,
        item.resources
          .filter(({ type }) => type === 'pods')
          .flatMap(({ resources }) => resources.map(pod => pod.metadata.name)),
      ],
    );
  };

  const PRODUCTION = ['production', ['in-production']];
  const LAB_OF_CHECKOUT = ['preview (lab of team-a)', ['in-lab-of-checkout']];
  const OWN_LAB = ['own (lab)', ['in-own-lab']];

  it('lists clusters and labs, each lab for users who may read it', async () => {
    await start();
    expect(await clustersFor(ALICE)).toEqual(['production', 'own (lab)']);
    expect(await clustersFor(BOB)).toEqual(['production']);
    // Labs that the page of their component has shown are in use.
    await podsFor(ALICE, 'checkout');
    expect(await clustersFor(ALICE)).toEqual([
      'production',
      'preview (lab of team-a)',
      'own (lab)',
    ]);
    expect(await clustersFor(BOB)).toEqual(['production']);
    expect(logger.warn.mock.calls).toEqual([
      [expect.stringMatching(/"broken".* is left out .*There is none/)],
    ]);
  });

  it('reads an entity’s labs, with the user’s token for each', async () => {
    await start();
    expect(await podsFor(ALICE, 'checkout')).toEqual([
      LAB_OF_CHECKOUT,
      OWN_LAB,
      PRODUCTION,
    ]);
    const tokens = (cluster: FakeCluster) =>
      cluster.requests
        .filter(({ path }) => path === '/api/v1/pods')
        .map(({ authorization }) => authorization);
    expect(tokens(clusters.checkout)).toEqual(['Bearer a-secret-token']);
    expect(tokens(clusters.production)).toEqual(['Bearer of-production']);

    expect(await podsFor(BOB, 'checkout')).toEqual([PRODUCTION]);
    expect(tokens(clusters.checkout)).toHaveLength(1);
  });

  it('does not read labs of other components', async () => {
    await start();
    expect(await podsFor(ALICE, 'search')).toEqual([OWN_LAB, PRODUCTION]);
    expect(clusters.checkout.requests).toEqual([]);
    expect(labs.requests).not.toContain(`${ALICE} /labs/${anId(1)}/kubeconfig`);
  });

  it('reads only the lab in the annotation of an entity', async () => {
    await start();
    expect(await podsFor(ALICE, 'pinned')).toEqual([OWN_LAB]);
    expect(await podsFor(BOB, 'pinned')).toEqual([]);
    expect(clusters.production.requests).toEqual([]);
  });

  it('shows other clusters while a lab does not respond', async () => {
    clusters.checkout.isFrozen = true;
    await start();
    expect(await podsFor(ALICE, 'checkout')).toEqual([OWN_LAB, PRODUCTION]);
  });

  it('uses the configured service locator for other clusters', async () => {
    await start({}, 'singleTenant');
    expect(await podsFor(ALICE, 'elsewhere')).toEqual([OWN_LAB]);
    expect(await podsFor(ALICE, 'checkout')).toEqual([
      LAB_OF_CHECKOUT,
      OWN_LAB,
      PRODUCTION,
    ]);
  });

  it('leaves the selection to another module if configured', async () => {
    await start({ pyk8sLab: { serviceLocator: false } });
    expect(await podsFor(ALICE, 'search')).toEqual([
      PRODUCTION,
      LAB_OF_CHECKOUT,
      OWN_LAB,
    ]);
    expect(await podsFor(BOB, 'search')).toEqual([PRODUCTION]);
  });

  it('proxies to the labs of the user, and to no others', async () => {
    await start();
    const pods = (user: string) =>
      request(backend.server)
        .get('/api/kubernetes/proxy/api/v1/pods')
        .set('Authorization', as(user))
        .set('Backstage-Kubernetes-Cluster', `lab-${anId(1)}`);
    await podsFor(ALICE, 'checkout');
    const { body } = await pods(ALICE).expect(200);
    expect(body.items).toEqual([{ metadata: { name: 'in-lab-of-checkout' } }]);
    const { length } = clusters.checkout.requests;
    await podsFor(BOB, 'checkout');
    await pods(BOB).expect(404);
    expect(clusters.checkout.requests).toHaveLength(length);
  });
});
