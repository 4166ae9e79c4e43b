import { createServer, type Server } from 'node:http';
import { stringify } from 'yaml';
import {
  dnsCondition,
  KubernetesClusterReader,
} from './KubernetesClusterReader';

const API = {
  '/version': { gitVersion: 'v1.34.4' },
  '/api/v1/nodes': {
    items: [
      {
        metadata: { name: 'one' },
        status: {
          conditions: [
            { type: 'MemoryPressure', status: 'True' },
            { type: 'Ready', status: 'True' },
          ],
        },
      },
      {
        metadata: { name: 'two' },
        status: { conditions: [{ type: 'Ready', status: 'Unknown' }] },
      },
      { metadata: { name: 'three' } },
    ],
  },
  '/api/v1/namespaces/default/serviceaccounts/default': {
    metadata: { name: 'default' },
  },
  '/apis/apps/v1/namespaces/kube-system/deployments/coredns': {
    spec: { replicas: 2 },
    status: { availableReplicas: 1 },
  },
};

describe('KubernetesClusterReader', () => {
  let server: Server;
  let answers: Record<string, object>;
  let onRequest: () => void;

  beforeEach(async () => {
    answers = { ...API };
    onRequest = () => undefined;
    server = createServer((request, response) => {
      onRequest();
      const answer = answers[request.url ?? ''];
      if (answer && 'silent' in answer) {
        return;
      }
      response.writeHead(answer ? 200 : 404, {
        'Content-Type': 'application/json',
      });
      response.end(JSON.stringify(answer ?? { kind: 'Status', code: 404 }));
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  });

  afterEach(async () => {
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
  });

  function kubeconfig(): string {
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    return stringify({
      clusters: [
        {
          name: 'c',
          cluster: {
            // The client speaks plain HTTP only to a server that it need not trust.
            server: `http://127.0.0.1:${port}`,
            'insecure-skip-tls-verify': true,
          },
        },
      ],
      users: [{ name: 'u', user: {} }],
      contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
      'current-context': 'x',
    });
  }

  const read = (signal = new AbortController().signal) =>
    new KubernetesClusterReader().read(kubeconfig(), { signal });

  it('reads what makes a cluster usable', async () => {
    expect(await read()).toEqual({
      serverVersion: 'v1.34.4',
      nodes: [
        { name: 'one', isReady: true },
        { name: 'two', isReady: false },
        { name: 'three', isReady: false },
      ],
      hasDefaultServiceAccount: true,
      dns: { status: 'ok', message: expect.any(String) },
    });
  });

  it('sees what is not there yet', async () => {
    delete answers['/api/v1/namespaces/default/serviceaccounts/default'];
    delete answers['/apis/apps/v1/namespaces/kube-system/deployments/coredns'];

    expect(await read()).toMatchObject({
      hasDefaultServiceAccount: false,
      dns: { status: 'pending' },
    });
  });

  it('throws when the nodes cannot be read', async () => {
    delete answers['/api/v1/nodes'];

    await expect(read()).rejects.toThrow('404');
  });

  it('throws when nobody listens', async () => {
    const config = kubeconfig();
    await new Promise(resolve => server.close(resolve));

    await expect(
      new KubernetesClusterReader().read(config, {
        signal: new AbortController().signal,
      }),
    ).rejects.toThrow('ECONNREFUSED');
  });

  it('stops waiting when it is aborted', async () => {
    answers['/version'] = { silent: true };
    const controller = new AbortController();
    onRequest = () => controller.abort();

    await expect(read(controller.signal)).rejects.toMatchObject({
      name: 'AbortError',
    });
  });
});

describe('dnsCondition', () => {
  it.each([
    ['ok', { status: { availableReplicas: 2 } }],
    ['pending', { status: {} }],
    ['pending', undefined],
    [
      'failed',
      {
        status: {
          conditions: [
            {
              type: 'Progressing',
              status: 'False',
              message: 'timed out progressing',
            },
          ],
        },
      },
    ],
  ])('is %s for %j', (status, deployment) => {
    expect(dnsCondition(deployment).status).toBe(status);
  });
});
