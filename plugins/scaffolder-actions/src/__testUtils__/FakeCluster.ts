import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { json } from '@internal/test-utils';

/** A request to the API server. */
export interface ClusterRequest {
  method: string;
  url: URL;
  contentType: string | undefined;
  authorization: string | undefined;
  body: { metadata?: object } | undefined;
}

const RESOURCES: Record<string, [string, string, boolean][]> = {
  '/api/v1': [
    ['Namespace', 'namespaces', false],
    ['ConfigMap', 'configmaps', true],
    ['Pod', 'pods', true],
    ['Event', 'events', true],
  ],
  '/apis/apps/v1': [['Deployment', 'deployments', true]],
};

/** As much of an API server as it takes to apply objects and to watch them. */
export class FakeCluster {
  readonly requests: ClusterRequest[] = [];
  /** Its own answer to a request, in the place of the usual. */
  answer: (request: ClusterRequest) => [number, unknown] | undefined = () =>
    undefined;
  /** Where its answers lead. */
  location: string | undefined;
  /** Answers nothing. */
  isSilent = false;
  readonly #server: Server;

  static async start(): Promise<FakeCluster> {
    const cluster = new FakeCluster();
    await new Promise<void>(resolve =>
      cluster.#server.listen(0, '127.0.0.1', resolve),
    );
    return cluster;
  }

  private constructor() {
    this.#server = createServer(async (incoming, response) => {
      const body = await text(incoming);
      const request: ClusterRequest = {
        method: incoming.method ?? '',
        url: new URL(incoming.url ?? '', this.url),
        contentType: incoming.headers['content-type'],
        authorization: incoming.headers.authorization,
        body: body ? JSON.parse(body) : undefined,
      };
      this.requests.push(request);
      if (!this.isSilent) {
        const [status, answer] = this.answer(request) ?? usual(request);
        if (this.location) {
          response.setHeader('Location', this.location);
        }
        json(response, status, answer);
      }
    });
  }

  get url(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  get kubeconfig(): string {
    return JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [
        {
          name: 'a',
          cluster: { server: this.url, 'insecure-skip-tls-verify': true },
        },
      ],
      users: [{ name: 'a', user: { token: 'the-token-of-the-lab' } }],
      contexts: [{ name: 'a', context: { cluster: 'a', user: 'a' } }],
      'current-context': 'a',
    });
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(resolve => this.#server.close(resolve));
  }

  /** What has been applied, in order. */
  get applied(): ClusterRequest[] {
    return this.requests.filter(({ method }) => method === 'PATCH');
  }
}

/** The answer of an API server whose objects are all as they are wanted. */
function usual({ method, url, body }: ClusterRequest): [number, unknown] {
  const resources = RESOURCES[url.pathname];
  if (resources) {
    return [
      200,
      {
        kind: 'APIResourceList',
        resources: resources.map(([kind, name, namespaced]) => ({
          kind,
          name,
          namespaced,
        })),
      },
    ];
  }
  const [, namespace] = /\/namespaces\/([^/]+)\//.exec(url.pathname) ?? [];
  if (method === 'PATCH') {
    const metadata = { ...body?.metadata, ...(namespace && { namespace }) };
    return [200, { ...body, metadata }];
  }
  if (/\/(pods|events)$/.test(url.pathname)) {
    return [200, { apiVersion: 'v1', kind: 'List', items: [] }];
  }
  if (/\/deployments\/web$/.test(url.pathname)) {
    return [200, aDeployment(namespace, 1)];
  }
  return [404, { kind: 'Status', message: `${url.pathname} not found` }];
}

/** A Deployment of one replica as the API server shows it. */
export function aDeployment(
  namespace: string | undefined,
  availableReplicas: number,
) {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace, generation: 1 },
    spec: { selector: { matchLabels: { app: 'web' } } },
    status: {
      observedGeneration: 1,
      replicas: 1,
      updatedReplicas: 1,
      availableReplicas,
    },
  };
}
