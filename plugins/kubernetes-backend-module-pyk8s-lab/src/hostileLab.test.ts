import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import kubernetes from '@backstage/plugin-kubernetes-backend';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { aLab, anId, HostileServer } from '@internal/test-utils';
import request from 'supertest';
import { aKubeconfig } from './__testUtils__/aKubeconfig';
import { FakeCluster } from './__testUtils__/FakeCluster';
import { FakeLabs } from './__testUtils__/fakeLabs';
import module from './index';

// The plugin imports its Kubernetes client on the first request.
jest.setTimeout(60_000);

const ALICE = 'user:default/alice';
const MIB = 2 ** 20;
const PIECE = Buffer.alloc(64 * 1_024, 'x');
const COMPONENT: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'checkout',
    annotations: { 'backstage.io/kubernetes-id': 'checkout' },
  },
};

describe('a lab whose owner has replaced its API server', () => {
  let backend: Awaited<ReturnType<typeof startTestBackend>>;
  let server: HostileServer;
  let production: FakeCluster;
  const labs = new FakeLabs();
  const auditor = mockServices.auditor.mock();
  const event = { success: jest.fn(), fail: jest.fn() };
  /** Resolves when the next request is audited, which may be after its response. */
  let recorded: Promise<void>;
  const permissions = mockServices.permissions.mock();

  beforeAll(async () => {
    server = await HostileServer.start();
    production = await FakeCluster.start();
    production.pods = ['in-production'];
    labs.labs = [
      {
        lab: aLab({ n: 1, name: 'preview' }),
        readers: [ALICE],
        kubeconfig: aKubeconfig({
          server: server.access.server,
          caData: Buffer.from(server.access.authority).toString('base64'),
        }),
      },
    ];
    backend = await startTestBackend({
      features: [
        kubernetes,
        module,
        labs.feature,
        auditor.factory,
        permissions.factory,
        catalogServiceMock.factory({ entities: [COMPONENT] }),
        mockServices.rootConfig.factory({
          data: {
            kubernetes: {
              serviceLocatorMethod: { type: 'multiTenant' },
              customResources: [
                { group: 'a.io', apiVersion: 'v1', plural: 'things' },
              ],
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
          },
        }),
      ],
    });
  });
  beforeEach(() => {
    jest.clearAllMocks();
    server.requests.length = 0;
    auditor.createEvent.mockResolvedValue(event);
    recorded = new Promise(resolve => {
      event.success.mockImplementation(async () => resolve());
      event.fail.mockImplementation(async () => resolve());
    });
    permissions.authorize.mockImplementation(async requests =>
      requests.map(() => ({ result: AuthorizeResult.ALLOW })),
    );
  });
  afterAll(async () => {
    await backend.stop();
    await Promise.all([server.stop(), production.stop()]);
  });

  /** Responds to lists as given, and accepts the viewer's token. */
  const answers = (
    how: (req: IncomingMessage, res: ServerResponse) => void,
  ) => {
    server.answer = (req, res) =>
      req.url === '/version' ? res.end('{}') : how(req, res);
  };

  /** The clusters in the component's Kubernetes tab. */
  const tab = async () => {
    const { body } = await request(backend.server)
      .post('/api/kubernetes/services/checkout')
      .set('Authorization', mockCredentials.user.header(ALICE))
      .send({ entity: COMPONENT })
      .expect(200);
    const of = (name: string) =>
      body.items.find(
        ({ cluster }: { cluster: { name: string } }) => cluster.name === name,
      );
    // A hostile lab never hides the others.
    expect(
      of('production').resources.find(
        ({ type }: { type: string }) => type === 'pods',
      ).resources,
    ).toEqual([{ metadata: { name: 'in-production' } }]);
    return of(`lab-${anId(1)}`);
  };

  const through = (
    path: string,
    options: { method?: 'get' | 'delete' | 'post'; proxy?: string } = {},
  ) =>
    request(backend.server)
      [options.method ?? 'get'](
        `/api/kubernetes/${options.proxy ?? 'proxy'}${path}`,
      )
      .set('Authorization', mockCredentials.user.header(ALICE))
      .set('Backstage-Kubernetes-Cluster', `lab-${anId(1)}`);

  const messages = (shown: { errors: { message?: string }[] }) =>
    shown.errors.map(({ message }) => message);

  const assertAll = (shown: Parameters<typeof messages>[0], text: RegExp) => {
    expect(shown.errors.length).toBeGreaterThan(10);
    for (const message of messages(shown)) {
      expect(message).toMatch(text);
    }
  };

  it('is shown completely while it behaves like an API server', async () => {
    const pods = Array.from({ length: 300 }, (_, n) => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: `pod-${n}`, namespace: 'default', labels: { a: 'b' } },
      status: { message: 'x'.repeat(5_000) },
    }));
    answers((req, res) => {
      const { pathname } = new URL(req.url ?? '', 'http://localhost');
      if (pathname === '/api/v1/pods') {
        res.end(JSON.stringify({ kind: 'PodList', items: pods }));
      } else if (pathname === '/apis/a.io/v1/things') {
        const items = [{ metadata: { name: 'thing' } }];
        res.end(JSON.stringify({ kind: 'ThingList', items }));
      } else if (pathname === '/apis/batch/v1/jobs') {
        res.writeHead(403).end('{}');
      } else {
        res.end('{"kind":"List","items":[]}');
      }
    });
    const { resources, errors } = await tab();
    const of = (type: string) =>
      resources.find((one: { type: string }) => one.type === type).resources;
    expect(of('pods')).toEqual(pods);
    expect(of('customresources')).toEqual([
      { kind: 'Thing', metadata: { name: 'thing' } },
    ]);
    expect(errors).toEqual([
      {
        errorType: 'UNKNOWN_ERROR',
        statusCode: 403,
        resourcePath: '/apis/batch/v1/jobs',
      },
    ]);
    const asked = server.requests.find(({ url }) => url?.includes('/pods'));
    expect(asked?.url).toBe(
      '/api/v1/pods?labelSelector=backstage.io%2Fkubernetes-id%3Dcheckout',
    );
    expect(asked?.headers.authorization).toBe('Bearer a-secret-token');
    expect(asked?.headers['accept-encoding']).toBe('identity');
  });

  it('is read up to a limit for all lists together', async () => {
    let sent: (() => number)[] = [];
    answers((_, res) => {
      res.write('{"items":[');
      sent = [...sent, server.endlessly(res, PIECE)];
    });
    assertAll(await tab(), /^[a-z]+: .* more than the portal reads/);
    // No more requests are sent after the limit.
    expect(sent.length).toBeLessThan(8);

    // Each one alone is below the limit.
    answers((_, res) => res.end(`{"items":[]${' '.repeat(3 * MIB)}}`));
    expect(messages(await tab()).length).toBeGreaterThan(8);
    answers((_, res) => res.end(`{"items":[]${' '.repeat(MIB / 4)}}`));
    expect(await tab()).toBeUndefined();
  });

  it.each([
    ['many small objects', `{"items":[${'{},'.repeat(200_000)}{}]}`],
    ['many small values', `{"items":[],"a":[${'0,'.repeat(2 * MIB)}0]}`],
    ['depth', `{"items":[],"a":${'['.repeat(9_000)}${']'.repeat(9_000)}}`],
  ])('is not parsed with %s', async (_, text) => {
    answers((__, res) => res.end(text));
    const shown = await tab();
    expect(shown.resources).toEqual([]);
    assertAll(shown, /more (objects )?than the portal reads/);
  });

  it.each([
    ['no JSON', 'a-canary'],
    ['no list', '{"items":{"a-canary":1}}'],
    ['no objects', '{"items":["a-canary"]}'],
    ['nothing', '{"items":[null]}'],
    ['objects without a name', '{"items":[{"metadata":{"a-canary":1}}]}'],
    ['objects without metadata', '{"items":[{"metadata":"a-canary"}]}'],
  ])('shows an error for %s', async (_, text) => {
    answers((__, res) => res.end(text));
    const shown = await tab();
    expect(messages(shown)[0]).toMatch(/something else than a list of objects/);
    expect(JSON.stringify(shown)).not.toContain('canary');
  });

  it('cannot redirect requests or send compressed content', async () => {
    const elsewhere = await HostileServer.start();
    const Location = elsewhere.access.server;
    answers((_, res) => res.writeHead(302, { Location }).end());
    expect((await tab()).errors[0]).toMatchObject({ statusCode: 302 });
    await through('/api/v1/pods').expect(503, /redirects \(302\)/);
    expect(elsewhere.connections + elsewhere.requests.length).toBe(0);
    await elsewhere.stop();

    const bomb = gzipSync(Buffer.alloc(64 * MIB));
    answers((_, res) =>
      res.writeHead(200, { 'Content-Encoding': 'gzip' }).end(bomb),
    );
    expect(messages(await tab())[0]).toMatch(/compressed content/);
    await through('/api/v1/pods').expect(503, /compressed content/);
  });

  it('is waited for at most ten seconds', async () => {
    answers(() => undefined);
    expect(messages(await tab())[0]).toMatch(/was not read within 10 s$/);
  });

  describe('through the proxy', () => {
    it('passes on the content, without headers that browsers act on', async () => {
      answers((_, res) =>
        res
          .writeHead(200, {
            'Content-Type': 'text/plain',
            'Set-Cookie': 'backstage=canary',
            'Access-Control-Allow-Origin': '*',
            'Clear-Site-Data': '"*"',
          })
          .end('a line'),
      );
      const path = '/api/v1/namespaces/a/pods/b/log?container=c%20d';
      const { headers, text } = await through(path).expect(200);
      expect(text).toBe('a line');
      expect(headers).toMatchObject({
        'content-type': 'text/plain',
        'cache-control': 'no-store, no-transform',
        'content-security-policy': "sandbox; default-src 'none'",
        'x-content-type-options': 'nosniff',
      });
      expect(headers).not.toHaveProperty('set-cookie');
      expect(headers).not.toHaveProperty('clear-site-data');
      expect(headers['access-control-allow-origin']).not.toBe('*');
      const [asked] = server.requests;
      expect(asked.url).toBe(path);
      expect(asked.headers.authorization).toBe('Bearer a-secret-token');
      expect(asked.headers.cookie).toBeUndefined();
      expect(auditor.createEvent).toHaveBeenCalledWith(
        expect.objectContaining({
          eventId: 'cluster-fetch',
          severityLevel: 'medium',
          meta: {
            queryType: 'proxy',
            clusterName: `lab-${anId(1)}`,
            method: 'GET',
            path: '/api/v1/namespaces/a/pods/b/log',
          },
        }),
      );
      await recorded;
      expect(event.success).toHaveBeenCalledTimes(1);
      expect(event.fail).not.toHaveBeenCalled();
    });

    it.each(['proxy', 'PROXY', 'Proxy'])('is bounded at /%s', async proxy => {
      let closed: Promise<unknown> = Promise.resolve();
      let sent = () => 0;
      answers((_, res) => {
        closed = once(res, 'close');
        sent = server.endlessly(res, PIECE);
      });
      await expect(through('/api/v1/pods', { proxy })).rejects.toThrow();
      await closed;
      expect(sent()).toBeLessThan(64 * MIB);
      expect(event.fail).toHaveBeenCalledTimes(1);

      answers((_, res) =>
        res.writeHead(200, { 'Content-Length': 2 ** 40 }).write('x'),
      );
      await through('/api/v1/pods', { proxy }).expect(503, /passes on/);
    });

    it('is read-only, and only for users with permission', async () => {
      answers((_, res) => res.end('{}'));
      await through('/api/v1/pods', { method: 'delete' }).expect(403);
      await through('/api/v1/pods', { method: 'post' }).expect(403);
      permissions.authorize.mockResolvedValue([
        { result: AuthorizeResult.DENY },
      ]);
      await through('/api/v1/pods').expect(403);
      expect(server.requests).toHaveLength(0);
      expect(event.fail).toHaveBeenCalledTimes(3);
    });

    it('does not pass on a 401', async () => {
      answers((_, res) => res.writeHead(401).end('canary'));
      const { status, text } = await through('/api/v1/pods');
      expect(status).toBe(503);
      expect(text).toMatch(/answers with 401/);
      expect(text).not.toContain('canary');
    });

    it('ignores the caller’s token for clusters', async () => {
      answers((_, res) => res.end('{}'));
      await through('/api/v1/pods')
        .set('Backstage-Kubernetes-Authorization', 'Bearer other')
        .expect(200);
      expect(server.requests[0].headers.authorization).toBe(
        'Bearer a-secret-token',
      );
    });

    it('is not used for a request without a cluster', async () => {
      answers((_, res) => res.end('{}'));
      const { body } = await request(backend.server)
        .get('/api/kubernetes/proxy/api/v1/pods')
        .set('Authorization', mockCredentials.user.header(ALICE))
        .expect(200);
      expect(body.items).toEqual([{ metadata: { name: 'in-production' } }]);
      expect(server.requests).toHaveLength(0);
    });
  });
});
