import { setTimeout as delay } from 'node:timers/promises';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import kubernetes from '@backstage/plugin-kubernetes-backend';
import labsPlugin from '@pyk8s-lab/backstage-plugin-pyk8s-lab-backend';
import kind from '@pyk8s-lab/backstage-plugin-pyk8s-lab-backend-module-kind';
import {
  LabClient,
  type Lab,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import request from 'supertest';
import { FakeCluster } from '../__testUtils__/FakeCluster';
import { CLUSTER_TIMEOUT_MS, describeWithKind } from '@internal/test-utils';
import module from '..';

jest.setTimeout(60_000);

const COMPONENT: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'checkout',
    annotations: { 'backstage.io/kubernetes-label-selector': 'app=checkout' },
  },
  spec: { type: 'service', lifecycle: 'production', owner: 'user:default/a' },
};

interface ClusterObjects {
  cluster: { name: string; title?: string };
  resources: { type: string; resources: Pod[] }[];
  errors: unknown[];
}
interface Pod {
  metadata: { name: string };
  status?: { phase?: string };
}

describeWithKind('The Kubernetes tab on a real cluster', () => {
  let backend: Awaited<ReturnType<typeof startTestBackend>>;
  let production: FakeCluster;
  let lab: Lab;

  const as = (name: string) =>
    mockCredentials.user.header(`user:default/${name}`);

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
            headers: { ...init?.headers, Authorization: as('alice') },
          }),
      },
    });

  const becomes = async (status: Lab['status']) => {
    while (lab.status !== status) {
      if (lab.status === 'ERROR') {
        throw new Error(lab.statusMessage);
      }
      await delay(200);
      lab = await labs().getLab(lab.id);
    }
  };

  /** The clusters in the component's Kubernetes tab, for a user. */
  const tabOf = async (name: string): Promise<ClusterObjects[]> => {
    const { body } = await request(backend.server)
      .post('/api/kubernetes/services/checkout')
      .set('Authorization', as(name))
      .send({ entity: COMPONENT })
      .expect(200);
    return body.items;
  };
  const podsIn = (items: ClusterObjects[], title: string): Pod[] =>
    items
      .filter(({ cluster }) => (cluster.title ?? cluster.name) === title)
      .flatMap(({ resources }) => resources)
      .filter(({ type }) => type === 'pods')
      .flatMap(({ resources }) => resources);

  beforeAll(async () => {
    production = await FakeCluster.start();
    production.pods = ['in-production'];
    backend = await startTestBackend({
      features: [
        kubernetes,
        module,
        labsPlugin,
        kind,
        catalogServiceMock.factory({ entities: [COMPONENT] }),
        mockServices.rootConfig.factory({
          data: {
            backend: {
              baseUrl: 'http://localhost',
              database: { client: 'better-sqlite3', connection: ':memory:' },
            },
            kubernetes: {
              serviceLocatorMethod: { type: 'multiTenant' },
              clusterLocatorMethods: [
                {
                  type: 'config',
                  clusters: [
                    {
                      name: 'production',
                      url: production.url,
                      authProvider: 'serviceAccount',
                      serviceAccountToken: 'of-production',
                      skipMetricsLookup: true,
                    },
                  ],
                },
              ],
            },
            pyk8sLab: {
              defaultProvider: 'kind',
              kind: {
                capacity: { minFreeMemory: '64Mi', minFreeDisk: '64Mi' },
              },
            },
          },
        }),
      ],
    });
    lab = await labs().createLab({
      name: 'preview',
      component: 'component:default/checkout',
      ttl: '1h',
    });
    await becomes('RUNNING');
    // An image that every node has, and that runs without doing anything.
    const image = (await labs().listLabImages(lab.id)).items
      .flatMap(({ names }) => names)
      .find(name => /pause:/.test(name));
    const { exitCode, output } = await labs().execInLab(lab.id, {
      command: `kubectl create deployment checkout --image=${image}`,
    });
    if (exitCode !== 0) {
      throw new Error(output);
    }
  }, CLUSTER_TIMEOUT_MS);

  afterAll(async () => {
    if (lab) {
      await labs().deleteLab(lab.id);
      await becomes('DELETED');
    }
    await backend?.stop();
    await production?.stop();
  }, CLUSTER_TIMEOUT_MS);

  it('shows the owner the pods of the deployed component', async () => {
    let items: ClusterObjects[];
    do {
      await delay(200);
      items = await tabOf('alice');
    } while (
      podsIn(items, 'preview (lab)').every(
        ({ status }) => status?.phase !== 'Running',
      )
    );
    expect(podsIn(items, 'preview (lab)')).toEqual([
      expect.objectContaining({
        metadata: expect.objectContaining({
          name: expect.stringMatching(/^checkout-/),
        }),
      }),
    ]);
    // A viewer may read everything that the tab requests.
    expect(items.flatMap(({ errors }) => errors)).toEqual([]);
    expect(items.map(({ cluster }) => cluster.name)).toEqual([
      `lab-${lab.id}`,
      'production',
    ]);
  });

  it('shows other users only the configured clusters', async () => {
    const items = await tabOf('bob');
    expect(items.map(({ cluster }) => cluster.name)).toEqual(['production']);
    expect(podsIn(items, 'production')).toHaveLength(1);
  });

  it('lets the owner read, but not write, through the proxy', async () => {
    const through = async (
      name: string,
      path: string,
      method: 'get' | 'delete' = 'get',
    ) =>
      request(backend.server)
        [method](`/api/kubernetes/proxy/api/v1/namespaces/${path}`)
        .set('Authorization', as(name))
        .set('Backstage-Kubernetes-Cluster', `lab-${lab.id}`);
    const pods = await through('alice', 'default/pods');
    expect(pods.status).toBe(200);
    const pod = `default/pods/${pods.body.items[0].metadata.name}`;
    expect((await through('alice', `${pod}/log`)).status).toBe(200);
    expect((await through('alice', pod, 'delete')).status).toBe(403);
    expect((await through('alice', 'kube-system/secrets')).status).toBe(403);
    expect((await through('bob', 'default/pods')).status).toBe(404);
  });

  it('shows the other clusters while the lab is paused', async () => {
    lab = await labs().pauseLab(lab.id);
    await becomes('PAUSED');
    const items = await tabOf('alice');
    expect(items.map(({ cluster }) => cluster.name)).toEqual(['production']);
  });
});
