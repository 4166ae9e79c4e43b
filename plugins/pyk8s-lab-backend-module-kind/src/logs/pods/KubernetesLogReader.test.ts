import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type { ClusterAccess } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { KubernetesLogReader } from './KubernetesLogReader';
import type { WantedPodLog } from './LogReader';
import { streamPodLog } from './streamPodLog';

const MIB = 2 ** 20;
const wanted: WantedPodLog = {
  namespace: 'default',
  pod: 'web-0',
  container: 'web',
  previous: false,
  tailLines: 10,
  follow: false,
};

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
  let server: Server;
  let answer: (request: IncomingMessage, response: ServerResponse) => void;
  let requests: IncomingMessage[];

  beforeEach(async () => {
    requests = [];
    server = createServer((request, response) => {
      requests.push(request);
      answer(request, response);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });

  afterEach(async () => {
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
  });

  function access(): ClusterAccess {
    const { port } = server.address() as AddressInfo;
    return { server: `http://127.0.0.1:${port}` };
  }

  const json = (response: ServerResponse, status: number, body: object) => {
    response.writeHead(status, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify(body));
  };
  const queryOf = ({ url = '' }: IncomingMessage) =>
    Object.fromEntries(new URL(url, 'http://x').searchParams);

  it('identifies the portal, apart from users', async () => {
    answer = ({ url = '' }, response) =>
      url.includes('/log')
        ? response.end('a line\n')
        : json(response, 200, { metadata: {}, items: [] });
    const reader = new KubernetesLogReader();
    const { signal } = new AbortController();

    await reader.pods(access(), { limit: 1, signal });
    await reader.pod(access(), { namespace: 'a', name: 'b', signal });
    await reader
      .podLog(access(), wanted, { signal })
      [Symbol.asyncIterator]()
      .next();

    expect(requests).toHaveLength(3);
    for (const { headers } of requests) {
      expect(headers).toMatchObject({
        'impersonate-user': 'pyk8s-lab',
        'impersonate-group': 'system:masters',
      });
    }
  });

  describe('pods', () => {
    const pods = (namespace: string | undefined, limit: number) =>
      new KubernetesLogReader().pods(access(), {
        namespace,
        limit,
        signal: new AbortController().signal,
      });

    it('have their containers in start order', async () => {
      answer = (_, response) =>
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
      expect(requests[0].url).toMatch(/^\/api\/v1\/pods\?/);
    });

    it.each([
      [120, 120, ['50', '50', '20']],
      [20, 20, ['20']],
      [5_000, 320, ['50', '50', '50', '50', '50', '50', '50']],
    ])(
      'are read in pages, until there are %i',
      async (limit, count, limits) => {
        answer = (request, response) => {
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
        expect(requests.map(request => queryOf(request).limit)).toEqual(limits);
        expect(requests[0].url).toMatch(
          /^\/api\/v1\/namespaces\/kube-system\/pods\?/,
        );
      },
    );

    it('are read with all fields of pods', async () => {
      answer = (request, response) => {
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
      answer = (_, response) =>
        json(response, 200, {
          metadata: { continue: 'always' },
          items: Array.from({ length: count.items }, () => aPod('x')),
        });
      expect(await pods(undefined, 120)).toHaveLength(120);
      expect(requests).toHaveLength(3);

      requests.length = 0;
      count.items = 1;
      expect(await pods(undefined, 500)).toHaveLength(10);
      expect(requests).toHaveLength(10);
    });

    it('are refused when they are millions of empty ones', async () => {
      answer = (_, response) => {
        response.writeHead(200, { 'Content-Type': 'application/json' });
        response.end(`{"items":[${'{},'.repeat(2 * MIB)}{}]}`);
      };
      await expect(pods(undefined, 500)).rejects.toThrow('more objects than');
    });
  });

  describe('a pod', () => {
    const pod = () =>
      new KubernetesLogReader().pod(access(), {
        namespace: 'default',
        name: 'web-0',
        signal: new AbortController().signal,
      });

    it('exists or not', async () => {
      answer = (_, response) => json(response, 200, aPod('web-0'));
      expect(await pod()).toMatchObject({ name: 'web-0' });

      answer = (_, response) => json(response, 404, { kind: 'Status' });
      expect(await pod()).toBeUndefined();

      answer = (_, response) => json(response, 403, { kind: 'Status' });
      await expect(pod()).rejects.toMatchObject({ code: 403 });
    });
  });

  describe('a log', () => {
    const stream = (
      change: Partial<WantedPodLog> = {},
      options: { signal?: AbortSignal; silenceMs?: number } = {},
    ) =>
      streamPodLog(
        access(),
        { ...wanted, ...change },
        { signal: new AbortController().signal, ...options },
      );
    const textOf = async (log: AsyncIterable<Uint8Array>) => {
      let text = '';
      for await (const chunk of log) {
        text += Buffer.from(chunk);
      }
      return text;
    };

    it('is requested with its options, and read to its end', async () => {
      answer = (_, response) => response.end('one\ntwo\n');

      expect(
        await textOf(
          new KubernetesLogReader().podLog(access(), wanted, {
            signal: new AbortController().signal,
          }),
        ),
      ).toBe('one\ntwo\n');
      await textOf(
        stream({ previous: true, tailLines: 0, sinceSeconds: 7, follow: true }),
      );

      expect(requests[0].url).toMatch(
        /^\/api\/v1\/namespaces\/default\/pods\/web-0\/log\?/,
      );
      expect(requests.map(queryOf)).toEqual([
        {
          container: 'web',
          follow: 'false',
          previous: 'false',
          tailLines: '10',
          timestamps: 'true',
        },
        {
          container: 'web',
          follow: 'true',
          previous: 'true',
          tailLines: '0',
          sinceSeconds: '7',
          timestamps: 'true',
        },
      ]);
    });

    it('cannot leave its path by any name', async () => {
      answer = (_, response) => response.end();

      await textOf(
        stream({ namespace: '../x', pod: 'y/z?', container: 'a&b' }),
      );

      expect(requests[0].url).toContain(
        '/namespaces/..%2Fx/pods/y%2Fz%3F/log?',
      );
      expect(queryOf(requests[0]).container).toBe('a&b');
    });

    it('is read as fast as it is consumed, and ends with its reader', async () => {
      const piece = Buffer.alloc(64 * 1_024, 'x');
      let sent = 0;
      let onFull = () => {};
      const isFull = new Promise<void>(resolve => {
        onFull = resolve;
      });
      let closed: Promise<unknown> | undefined;
      answer = (_, response) => {
        closed = once(response, 'close');
        const send = () => {
          // More than the kernel's buffer of a connection.
          while (sent < 64 * MIB) {
            sent += piece.length;
            if (!response.write(piece)) {
              response.once('drain', send);
              // Nothing drains without a reader.
              onFull();
              return;
            }
          }
        };
        send();
      };

      for await (const _ of stream({ follow: true })) {
        await isFull;
        let before = -1;
        while (before !== sent) {
          before = sent;
          await delay(100);
        }
        break;
      }

      expect(sent).toBeLessThan(32 * MIB);
      await closed;
    });

    it.each([true, false])(
      'ends with its signal, followed: %s',
      async follow => {
        const reason = new Error('cancelled');
        for (const begins of [true, false]) {
          const controller = new AbortController();
          let closed: Promise<unknown> | undefined;
          answer = (_, response) => {
            closed = once(response, 'close');
            if (begins) {
              response.write('started');
            } else {
              controller.abort(reason);
            }
          };
          const reading = (async () => {
            for await (const _ of stream(
              { follow },
              { signal: controller.signal },
            )) {
              controller.abort(reason);
            }
          })();

          await expect(reading).rejects.toBe(reason);
          await closed;
        }
        const count = requests.length;
        await expect(
          textOf(stream({ follow }, { signal: AbortSignal.abort(reason) })),
        ).rejects.toBe(reason);
        expect(requests).toHaveLength(count);
      },
    );

    it('is refused with the message of Kubernetes', async () => {
      answer = (_, response) =>
        json(response, 400, {
          kind: 'Status',
          message: 'container "web" in pod "web-0" is waiting to start',
        });

      await expect(textOf(stream())).rejects.toMatchObject({
        name: 'LogRefusal',
        status: 400,
        message: 'container "web" in pod "web-0" is waiting to start',
      });
    });

    it.each(['null', 'no JSON', '{"message":7}', 'x'.repeat(MIB)])(
      'is refused by a server that is not Kubernetes',
      async body => {
        answer = (_, response) => {
          response.writeHead(502);
          response.end(body);
        };

        await expect(textOf(stream())).rejects.toMatchObject({
          status: 502,
          message: 'HTTP 502 Bad Gateway',
        });
      },
    );

    it('throws when the connection breaks', async () => {
      answer = (_, response) => {
        response.write('started');
        setImmediate(() => response.destroy());
      };

      await expect(textOf(stream({ follow: true }))).rejects.toMatchObject({
        code: 'ECONNRESET',
      });
    });

    it('throws without an API server', async () => {
      const log = stream();
      await new Promise(resolve => server.close(resolve));

      await expect(textOf(log)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    });

    it.each(['before it begins', 'before its end'])(
      'throws when nothing comes %s',
      async when => {
        answer = (_, response) => {
          if (when === 'before its end') {
            response.write('started');
          }
        };

        await expect(textOf(stream({}, { silenceMs: 100 }))).rejects.toThrow(
          'no answer within 0.1 s',
        );
      },
    );

    it('may be silent for long when it is followed', async () => {
      answer = async (_, response) => {
        await delay(300);
        response.write('late');
        await delay(300);
        response.end(' and later');
      };

      expect(await textOf(stream({ follow: true }, { silenceMs: 100 }))).toBe(
        'late and later',
      );
    });

    it('is complete when rotation has passed its reader', async () => {
      // Written after the log was opened.
      const opened = Date.now();
      const at = (second: number) =>
        new Date(opened + 1_000 * second).toISOString();
      const files: Record<string, string> = {
        '0.log.20261201-090010.gz': `${at(10)} stdout F one\n`,
        '0.log.20261201-090020.gz': `${at(11)} stdout F two\n`,
        '0.log.20261201-090030': `${at(20)} stderr P thr\n${at(
          29,
        )} stderr F ee\n`,
        '0.log': `${at(30)} stdout F four\n`,
        '../../../../../etc/shadow': '',
      };
      const directory =
        '/api/v1/nodes/node-1/proxy/logs/pods/default_web-0_u-1/web/';
      answer = ({ url = '' }, response) => {
        if (url.includes('/log?')) {
          response.end(`${at(10)} one\n${at(30)} four\n`);
        } else if (url === directory) {
          response.end(
            `<pre>\n${Object.keys(files)
              .map(name => `<a href="${name}">${name}</a>\n`)
              .join('')}</pre>`,
          );
        } else if (url.startsWith(directory)) {
          const name = url.slice(directory.length);
          response.end(
            name.endsWith('.gz') ? gzipSync(files[name]) : files[name],
          );
        } else {
          json(response, 200, {
            metadata: { namespace: 'default', name: 'web-0', uid: 'u-1' },
            spec: { nodeName: 'node-1', containers: [{ name: 'web' }] },
          });
        }
      };

      expect(
        await textOf(
          new KubernetesLogReader().podLog(
            access(),
            { ...wanted, follow: true },
            { signal: new AbortController().signal },
          ),
        ),
      ).toBe(`${at(10)} one\n${at(11)} two\n${at(20)} three\n${at(30)} four\n`);
      expect(requests.map(({ url }) => url)).not.toContainEqual(
        expect.stringContaining('shadow'),
      );
    });

    it('may be read slowly', async () => {
      answer = (_, response) => {
        response.write('one');
        response.end();
      };
      let text = '';

      for await (const chunk of stream({}, { silenceMs: 100 })) {
        await delay(300);
        text += Buffer.from(chunk);
      }

      expect(text).toBe('one');
    });
  });
});
