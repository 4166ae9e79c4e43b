import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import type { ClusterAccess } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
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
            {
              type: 'Ready',
              status: 'True',
              lastHeartbeatTime: '2026-12-01T09:00:00Z',
            },
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

const METRIC = 'apiserver_flowcontrol_dispatched_requests_total';
const METRICS = `# TYPE ${METRIC} counter
${METRIC}{flow_schema="exempt",priority_level="exempt"} 528
${METRIC}{flow_schema="global-default",priority_level="global-default"} 79
${METRIC}{priority_level="workload-low",flow_schema="pyk8s-lab-viewers"} 5
${METRIC}{flow_schema="service-accounts",priority_level="workload-low"} 7
${METRIC}{flow_schema="not-global-default",priority_level="global-default"} 1e+06
apiserver_flowcontrol_rejected_requests_total{flow_schema="global-default"} 3
`;

describe('KubernetesClusterReader', () => {
  let server: Server;
  let answers: Record<string, object | string>;
  let onRequest: () => void;
  /** The received requests, with their bodies. */
  let requests: {
    call: string;
    headers: IncomingHttpHeaders;
    body: Record<string, unknown>;
  }[];

  beforeEach(async () => {
    answers = { ...API };
    onRequest = () => undefined;
    requests = [];
    server = createServer(async (request, response) => {
      const { method, url = '', headers } = request;
      onRequest();
      const sent = await text(request);
      requests.push({
        call: `${method} ${url.split('?')[0]}`,
        headers,
        body: sent ? JSON.parse(sent) : {},
      });
      const answer = answers[url.split('?')[0]];
      if (typeof answer === 'object' && 'silent' in answer) {
        return;
      }
      response.writeHead(answer === undefined ? 404 : 200, {
        'Content-Type':
          typeof answer === 'string' ? 'text/plain' : 'application/json',
      });
      response.end(
        typeof answer === 'string'
          ? answer
          : JSON.stringify(answer ?? { kind: 'Status', code: 404 }),
      );
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  });

  afterEach(async () => {
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
  });

  function access(): ClusterAccess {
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    return { server: `http://127.0.0.1:${port}` };
  }

  const read = (signal = new AbortController().signal) =>
    new KubernetesClusterReader().read(access(), { signal });

  it('reads the state of a cluster', async () => {
    expect(await read()).toEqual({
      serverVersion: 'v1.34.4',
      nodes: [
        {
          name: 'one',
          isReady: true,
          heartbeatAt: new Date('2026-12-01T09:00:00Z'),
        },
        { name: 'two', isReady: false },
        { name: 'three', isReady: false },
      ],
      hasDefaultServiceAccount: true,
      dns: {
        status: 'ok',
        reason: 'CoreDNSAvailable',
        message: expect.any(String),
      },
    });
  });

  it('reads the time since heartbeats by the clock of the API server', async () => {
    const lease = (name: string, secondsAgo: number) => ({
      metadata: { name },
      spec: {
        renewTime: new Date(Date.now() - 1_000 * secondsAgo).toISOString(),
      },
    });
    const leases = '/apis/coordination.k8s.io/v1/namespaces';
    answers[`${leases}/kube-node-lease/leases`] = {
      items: [lease('one', 0), lease('two', 600)],
    };
    answers[`${leases}/kube-system/leases/kube-controller-manager`] = lease(
      'kube-controller-manager',
      900,
    );

    const { nodes, controllerSilentSeconds } = await read();

    expect(nodes[0].silentSeconds).toBeLessThan(60);
    expect(nodes[1].silentSeconds).toBeGreaterThan(590);
    expect(nodes[2].silentSeconds).toBeUndefined();
    expect(controllerSilentSeconds).toBeGreaterThan(890);
  });

  it.each([null, {}, 'a time', '99999999-01-01'])(
    'ignores %j as the time of a heartbeat',
    async lastHeartbeatTime => {
      const conditions = [{ type: 'Ready', status: 'True', lastHeartbeatTime }];
      answers['/api/v1/nodes'] = {
        items: [{ metadata: { name: 'one' }, status: { conditions } }],
      };

      const [node] = (await read()).nodes;

      expect(node).toMatchObject({ isReady: true });
      expect(node.heartbeatAt).toBeUndefined();
    },
  );

  it('reads an incomplete cluster', async () => {
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

  it('throws without an API server', async () => {
    const config = access();
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

  it('identifies the portal, apart from users with the same certificate', async () => {
    await read();

    expect(requests.length).toBeGreaterThan(0);
    for (const { headers } of requests) {
      expect(headers).toMatchObject({
        'impersonate-user': 'pyk8s-lab',
        'impersonate-group': 'system:masters',
      });
    }
  });

  describe('activity', () => {
    const activity = () =>
      new KubernetesClusterReader().activity(access(), {
        signal: new AbortController().signal,
      });

    it("sums the users' requests", async () => {
      answers['/metrics'] = METRICS;

      expect(await activity()).toEqual({ requests: 84 });
    });

    it.each(['v1.28.15', 'v1.9.0', 'unknown'])(
      'is unknown with %s, where users are exempt',
      async gitVersion => {
        answers['/version'] = { gitVersion };
        answers['/metrics'] = METRICS;

        expect(await activity()).toBeUndefined();
        expect(requests.map(({ call }) => call)).toEqual(['GET /version']);
      },
    );

    it('is unknown when nothing is counted', async () => {
      answers['/metrics'] = 'process_cpu_seconds_total 7\n';

      expect(await activity()).toBeUndefined();
    });

    it('is read to the end of the samples, however much follows', async () => {
      answers['/metrics'] = METRICS + '# and more\n'.repeat(2 ** 20);

      expect(await activity()).toEqual({ requests: 84 });
    });

    it('is bounded for a line of megabytes, or metrics without an end', async () => {
      answers['/metrics'] = `${METRIC}{${'x'.repeat(2 ** 20)}\n${METRICS}`;
      expect(await activity()).toEqual({ requests: 84 });

      answers['/metrics'] = '# nothing that counts\n'.repeat(2 ** 20);
      await expect(activity()).rejects.toThrow('more than the portal reads');
    });

    it('throws when there are no metrics', async () => {
      await expect(activity()).rejects.toMatchObject({ code: 404 });
    });
  });

  describe('a viewer', () => {
    const objects = {
      '/api/v1': ['serviceaccounts', 'ServiceAccount', true],
      '/apis/rbac.authorization.k8s.io/v1': [
        'clusterroles',
        'ClusterRole',
        false,
      ],
      '/apis/flowcontrol.apiserver.k8s.io/v1': [
        'flowschemas',
        'FlowSchema',
        false,
      ],
    } as const;
    const token =
      '/api/v1/namespaces/kube-system/serviceaccounts/pyk8s-lab-viewer';

    beforeEach(() => {
      for (const [path, [name, kind, namespaced]] of Object.entries(objects)) {
        answers[path] = {
          kind: 'APIResourceList',
          groupVersion: path.replace(/^\/apis?\//, ''),
          resources: [
            { name, kind, namespaced, singularName: '', verbs: ['patch'] },
            {
              name: 'clusterrolebindings',
              kind: 'ClusterRoleBinding',
              namespaced: false,
              singularName: '',
              verbs: ['patch'],
            },
          ],
        };
      }
      answers[token] = { kind: 'ServiceAccount' };
      answers[`${token}/token`] = { status: { token: 'a-token' } };
      const rbac = '/apis/rbac.authorization.k8s.io/v1';
      answers[`${rbac}/clusterroles/pyk8s-lab-viewer`] = {};
      answers[`${rbac}/clusterrolebindings/pyk8s-lab-viewer`] = {};
      answers[`${rbac}/clusterrolebindings/pyk8s-lab-viewer-view`] = {};
      answers[
        '/apis/flowcontrol.apiserver.k8s.io/v1/flowschemas/pyk8s-lab-viewers'
      ] = {};
    });

    const viewerToken = (expiresAt: Date) =>
      new KubernetesClusterReader().viewerToken(access(), {
        expiresAt,
        signal: new AbortController().signal,
      });
    const patched = () =>
      requests.flatMap(({ call, body }) =>
        call.startsWith('PATCH') ? [body] : [],
      );

    it('is applied, and gets a token', async () => {
      expect(await viewerToken(new Date())).toBe('a-token');

      expect(patched().map(({ kind }) => kind)).toEqual([
        'ServiceAccount',
        'ClusterRole',
        'ClusterRoleBinding',
        'ClusterRoleBinding',
        'FlowSchema',
      ]);
      for (const { call, headers } of requests) {
        expect(headers).toMatchObject({ 'impersonate-user': 'pyk8s-lab' });
        expect(headers['content-type']).toBe(
          call.startsWith('PATCH')
            ? 'application/apply-patch+yaml'
            : headers['content-type'],
        );
      }
    });

    it('may change nothing, and see no secret', async () => {
      await viewerToken(new Date());

      const [role] = patched().filter(({ kind }) => kind === 'ClusterRole');
      for (const rule of role.rules as Record<string, string[]>[]) {
        expect(rule.verbs).toEqual(['get', 'list', 'watch']);
        expect(rule.resources).not.toContain('secrets');
        expect(rule.resources).not.toContain('*');
      }
    });

    it('has no flow schema of its own where users are not distinguished', async () => {
      answers['/version'] = { gitVersion: 'v1.28.15' };

      await viewerToken(new Date());

      expect(patched().map(({ kind }) => kind)).not.toContain('FlowSchema');
    });

    it.each([
      [-60, 600],
      [0, 600],
      [3_600, 3_600],
    ])('that expires in %d s gets a token for %d s', async (left, seconds) => {
      await viewerToken(new Date(Date.now() + left * 1_000 + 500));

      const asked = requests.find(({ call }) => call.endsWith('/token'));
      const { expirationSeconds } = asked?.body.spec as {
        expirationSeconds: number;
      };
      expect(expirationSeconds).toBeLessThanOrEqual(seconds);
      expect(expirationSeconds).toBeGreaterThan(seconds - 60);
    });

    it('throws when it is refused', async () => {
      delete answers[token];

      await expect(viewerToken(new Date())).rejects.toMatchObject({
        code: 404,
      });
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

  it("bounds the cluster's messages", () => {
    const { message } = dnsCondition({
      status: {
        conditions: [
          {
            type: 'Progressing',
            status: 'False',
            message: 'no\u0000\n'.repeat(10_000),
          },
        ],
      },
    });
    expect(message).toMatch(/^CoreDNS does not start: no no no .*…$/);
    expect(message.length).toBeLessThan(600);
    expect(
      dnsCondition({ spec: { replicas: 'x'.repeat(10_000) as never } as never })
        .message,
    ).toBe('CoreDNS is starting: 0 of 0 replicas are available.');
  });
});
