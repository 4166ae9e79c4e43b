import {
  FakeApiServer,
  json,
  queryOf,
  wanted,
} from './__testUtils__/FakeApiServer';
import { KubernetesLogReader } from './KubernetesLogReader';

const MIB = 2 ** 20;
const aPod = (name: string) => ({
  metadata: { namespace: 'default', name },
  spec: { containers: [{ name: 'web' }] },
  status: { phase: 'Pending' },
});

/** With four containers of thirty variables, as a pod with sidecars has. */
function aRichPod() {
  const env = Array.from({ length: 30 }, (_, n) => ({
    name: `V${n}`,
    value: '{"a":[1,2,{}]}',
  }));
  const containers = Array.from({ length: 4 }, (_, n) => ({
    name: `c${n}`,
    image: 'registry.example/app:1',
    env,
    ports: [{ containerPort: 8080, protocol: 'TCP' }],
    resources: { limits: { cpu: '1' }, requests: { cpu: '1' } },
    volumeMounts: [{ name: 'v', mountPath: '/v' }],
  }));
  return {
    ...aPod('rich'),
    metadata: {
      namespace: 'default',
      name: 'rich',
      managedFields: [
        {
          manager: 'kube-controller-manager',
          fieldsV1: containers.map(({ name }) => ({
            [name]: Object.fromEntries(
              env.map(one => [
                `k:{"name":"${one.name}"}`,
                { '.': {}, 'f:name': {}, 'f:value': {} },
              ]),
            ),
          })),
        },
      ],
    },
    spec: { containers },
  };
}

describe('KubernetesLogReader', () => {
  let server: FakeApiServer;

  beforeEach(async () => {
    server = await FakeApiServer.start();
  });

  afterEach(() => server.stop());

  it('identifies the portal, apart from users', async () => {
    server.answer = ({ url = '' }, response) =>
      url.includes('/log')
        ? response.end('a line\n')
        : json(response, 200, { metadata: {}, items: [] });
    const reader = new KubernetesLogReader();
    const { signal } = new AbortController();

    await reader.pods(server.access(), { limit: 1, signal });
    await reader.pod(server.access(), { namespace: 'a', name: 'b', signal });
    await reader
      .podLog(server.access(), wanted, { signal })
      [Symbol.asyncIterator]()
      .next();

    expect(server.requests).toHaveLength(3);
    for (const { headers } of server.requests) {
      expect(headers).toMatchObject({
        'impersonate-user': 'pyk8s-lab',
        'impersonate-group': 'system:masters',
      });
    }
  });

  describe('pods', () => {
    const pods = (namespace: string | undefined, limit: number) =>
      new KubernetesLogReader().pods(server.access(), {
        namespace,
        limit,
        signal: new AbortController().signal,
      });

    it('have their containers in start order', async () => {
      server.answer = (_, response) =>
        json(response, 200, {
          metadata: {},
          items: [
            {
              metadata: { namespace: 'a', name: 'one' },
              spec: {
                initContainers: [{ name: 'first' }, { name: 'second' }],
                containers: [{ name: 'web' }],
                ephemeralContainers: [{ name: 'debugger' }],
              },
              status: {
                phase: 'Running',
                initContainerStatuses: [{ name: 'second', restartCount: 2 }],
                containerStatuses: [{ name: 'web', restartCount: 3 }],
              },
            },
            aPod('new'),
          ],
        });

      expect(await pods(undefined, 500)).toEqual([
        {
          namespace: 'a',
          name: 'one',
          phase: 'Running',
          containers: [
            { name: 'first', init: true, restarts: 0 },
            { name: 'second', init: true, restarts: 2 },
            { name: 'web', init: false, restarts: 3 },
            { name: 'debugger', init: false, restarts: 0 },
          ],
        },
        {
          namespace: 'default',
          name: 'new',
          phase: 'Pending',
          containers: [{ name: 'web', init: false, restarts: 0 }],
        },
      ]);
      expect(server.requests[0].url).toMatch(/^\/api\/v1\/pods\?/);
    });

    it.each([
      [120, 120, ['50', '50', '20']],
      [20, 20, ['20']],
      [5_000, 320, ['50', '50', '50', '50', '50', '50', '50']],
    ])(
      'are read in pages, until there are %i',
      async (limit, count, limits) => {
        server.answer = (request, response) => {
          const { continue: from = '0', limit: most } = queryOf(request);
          const begin = Number(from);
          const end = Math.min(320, begin + Number(most));
          json(response, 200, {
            metadata: end < 320 ? { continue: String(end) } : {},
            items: Array.from({ length: end - begin }, (_, index) =>
              aPod(`pod-${begin + index}`),
            ),
          });
        };

        const found = await pods('kube-system', limit);

        expect(found.map(({ name }) => name)).toEqual(
          Array.from({ length: count }, (_, index) => `pod-${index}`),
        );
        expect(server.requests.map(request => queryOf(request).limit)).toEqual(
          limits,
        );
        expect(server.requests[0].url).toMatch(
          /^\/api\/v1\/namespaces\/kube-system\/pods\?/,
        );
      },
    );

    it('are read with all fields of pods', async () => {
      server.answer = (request, response) => {
        const { continue: from = '0', limit: most } = queryOf(request);
        const end = Number(from) + Number(most);
        json(response, 200, {
          metadata: { continue: String(end) },
          items: Array.from({ length: Number(most) }, () => aRichPod()),
        });
      };
      expect(await pods(undefined, 500)).toHaveLength(500);
    });

    it('are limited to the requested number and pages, whatever the response is', async () => {
      const count = { items: 2_000 };
      server.answer = (_, response) =>
        json(response, 200, {
          metadata: { continue: 'always' },
          items: Array.from({ length: count.items }, () => aPod('x')),
        });
      expect(await pods(undefined, 120)).toHaveLength(120);
      expect(server.requests).toHaveLength(3);

      server.requests.length = 0;
      count.items = 1;
      expect(await pods(undefined, 500)).toHaveLength(10);
      expect(server.requests).toHaveLength(10);
    });

    it('are refused when they are millions of empty ones', async () => {
      server.answer = (_, response) => {
        response.writeHead(200, { 'Content-Type': 'application/json' });
        response.end(`{"items":[${'{},'.repeat(2 * MIB)}{}]}`);
      };
      await expect(pods(undefined, 500)).rejects.toThrow('more objects than');
    });
  });

  describe('a pod', () => {
    const pod = () =>
      new KubernetesLogReader().pod(server.access(), {
        namespace: 'default',
        name: 'web-0',
        signal: new AbortController().signal,
      });

    it('exists or not', async () => {
      server.answer = (_, response) => json(response, 200, aPod('web-0'));
      expect(await pod()).toMatchObject({ name: 'web-0' });

      server.answer = (_, response) => json(response, 404, { kind: 'Status' });
      expect(await pod()).toBeUndefined();

      server.answer = (_, response) => json(response, 403, { kind: 'Status' });
      await expect(pod()).rejects.toMatchObject({ code: 403 });
    });
  });
});
