import { TestDatabases } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  labLogsPermission,
  labReadPermission,
  type Lab,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { Knex } from 'knex';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  request as send,
  type IncomingMessage,
  type OutgoingHttpHeaders,
} from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { ApiWorld } from '../__testUtils__/ApiWorld';
import { eventually } from '../__testUtils__/eventually';
import { FakeApiServer } from '../__testUtils__/FakeApiServer';
import { permissionFeatures } from '../__testUtils__/permissionFeatures';

jest.setTimeout(60_000);
const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
const ADMINS = ['group:default/platform-admins'];
const VIEWER_TOKEN = 'canary-of-the-viewers-token';
const switching = (protocol: string) =>
  `HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: ${protocol}\r\n\r\n`;
const PODS = '/api/v1/namespaces/default/pods';

/** What people may do beside what the shipped policy lets them. */
const GRANTS: Record<string, string[]> = {
  'user:default/rita': [labReadPermission.name],
  'user:default/lena': [labReadPermission.name, labLogsPermission.name],
};

describe('the Kubernetes API of a lab', () => {
  let knex: Knex;
  let world: ApiWorld;
  let cluster: FakeApiServer;
  let lab: Lab;

  const newLab = async (name: string) => {
    const { id } = await world.client('alice').createLab({ name });
    return world.until('alice', id, 'RUNNING');
  };

  beforeAll(async () => {
    cluster = await FakeApiServer.start();
    knex = await databases.init('SQLITE_3');
    world = await ApiWorld.start(
      knex,
      { admins: ADMINS },
      {
        features: permissionFeatures(ADMINS, (userRef, { permission }) =>
          GRANTS[userRef]?.includes(permission.name)
            ? { result: AuthorizeResult.ALLOW }
            : undefined,
        ),
        root: { permission: { enabled: true } },
      },
    );
    world.provider.kubeconfig = async () => cluster.kubeconfig();
    world.provider.viewerKubeconfig = async () =>
      cluster.kubeconfig({ token: VIEWER_TOKEN });
    lab = await newLab('demo');
  });
  afterAll(async () => {
    await world?.stop();
    await cluster?.stop();
  });
  beforeEach(() => {
    cluster.requests.length = 0;
    cluster.answer = (_req, res) => res.end('{}');
    cluster.upgrade = (_req, socket) => socket.destroy();
  });

  /** A request whose path and headers are sent as they are. */
  const ask = (
    name: string | undefined,
    path: string,
    options: {
      method?: string;
      headers?: OutgoingHttpHeaders;
      of?: string;
    } = {},
  ) =>
    send({
      port: world.server.port(),
      agent: false,
      method: options.method ?? 'GET',
      path: `/api/pyk8s-lab/labs/${options.of ?? lab.id}/kube${path}`,
      headers: {
        ...(name ? world.headers(name) : {}),
        ...options.headers,
      },
    });

  const answerOf = async (asked: ReturnType<typeof ask>) => {
    const [answer]: IncomingMessage[] = await once(asked.end(), 'response');
    return answer;
  };

  const get = async (...args: Parameters<typeof ask>) => {
    const answer = await answerOf(ask(...args));
    return {
      status: answer.statusCode,
      headers: answer.headers,
      body: await text(answer),
    };
  };

  const upgrade = (name: string, path: string, headers = {}) =>
    ask(name, path, {
      headers: {
        Connection: 'Upgrade',
        Upgrade: 'websocket',
        'Sec-WebSocket-Key': 'a2V5',
        'Sec-WebSocket-Version': '13',
        ...headers,
      },
    });

  const opened = async (asked: ReturnType<typeof ask>) => {
    const [answer, socket, head] = await once(asked.end(), 'upgrade');
    socket.on('error', () => undefined);
    return { answer, socket, head };
  };

  const lastRequest = () => cluster.requests[cluster.requests.length - 1];

  const isAdministrator = (req: IncomingMessage) =>
    'getPeerCertificate' in req.socket &&
    typeof req.socket.getPeerCertificate === 'function' &&
    req.socket.getPeerCertificate().subject?.CN === 'kubernetes-admin';

  it('is answered as it is, to its owner as the administrator', async () => {
    cluster.answer = (_req, res) => {
      res.writeHead(418, { 'Content-Type': 'application/json', Etag: '"7"' });
      res.end('{"kind":"Teapot"}');
    };
    const answer = await get('alice', `${PODS}?limit=5&labelSelector=a%3Db`);

    expect(answer).toMatchObject({ status: 418, body: '{"kind":"Teapot"}' });
    expect(answer.headers).toMatchObject({
      'content-type': 'application/json',
      etag: '"7"',
    });
    expect(lastRequest().url).toBe(`${PODS}?limit=5&labelSelector=a%3Db`);
    expect(isAdministrator(lastRequest())).toBe(true);
    expect(lastRequest().headers.authorization).toBeUndefined();
  });

  it('is answered as to a viewer to those who may only see the lab', async () => {
    expect((await get('rita', PODS)).status).toBe(200);
    expect(isAdministrator(lastRequest())).toBe(false);
    expect(lastRequest().headers.authorization).toBe(`Bearer ${VIEWER_TOKEN}`);
    await get('carol', PODS);
    expect(isAdministrator(lastRequest())).toBe(true);
  });

  it.each(['log', '%6cog', 'log?follow=true'])(
    'tells %s to those alone who may read logs',
    async log => {
      const refused = await get('rita', `${PODS}/web/${log}`);
      expect(refused.status).toBe(403);
      expect(JSON.parse(refused.body)).toMatchObject({
        kind: 'Status',
        reason: 'Forbidden',
        message: expect.stringContaining(labLogsPermission.name),
      });
      expect(cluster.requests).toHaveLength(0);
      expect((await get('lena', `${PODS}/web/${log}`)).status).toBe(200);
      expect(lastRequest().headers.authorization).toContain(VIEWER_TOKEN);
    },
  );

  it('is not there for strangers, nor for what is no lab', async () => {
    const status = (message: string) => ({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      reason: 'NotFound',
      code: 404,
      message,
    });
    const strangers = await get('bob', PODS);
    expect([strangers.status, JSON.parse(strangers.body)]).toEqual([
      404,
      status(`There is no lab with the id ${lab.id}.`),
    ]);
    const none = await get('alice', PODS, { of: '..%2f..' });
    expect([none.status, JSON.parse(none.body).reason]).toEqual([
      404,
      'NotFound',
    ]);
    expect(cluster.requests).toHaveLength(0);
  });

  it.each([
    '/api/../..',
    '/api/%2e%2E/x',
    '/api/./v1',
    '//api',
    '/api//v1',
    '/api/a%2fb',
    '/api/a%5cb',
    '/api/a%00b',
    '/api/%zz',
    '/api/a#b',
  ])('is not asked for a path that can be read in two ways: %s', async path => {
    const { status, body } = await get('alice', path);
    expect([status, JSON.parse(body).reason]).toEqual([400, 'BadRequest']);
    expect(cluster.requests).toHaveLength(0);
  });

  it('gets nothing of the caller but what was asked', async () => {
    await get('alice', PODS, {
      headers: {
        Accept: 'application/json;as=Table',
        'Accept-Encoding': 'gzip',
        'Kubectl-Command': 'kubectl get',
        'User-Agent': 'kubectl/v1.34',
        Connection: 'keep-alive, TE',
        Cookie: 'session=1',
        'X-Remote-User': 'system:admin',
        'X-Remote-Group': 'system:masters',
        'X-Forwarded-For': '10.0.0.1',
        'X-Forwarded-Uri': '/',
        Forwarded: 'for=10.0.0.1',
        'Proxy-Authorization': 'Basic eDp5',
        TE: 'trailers',
        Origin: 'https://portal.example.com',
        Referer: 'https://portal.example.com/labs',
        'Backstage-Token': 'secret',
      },
    });
    const { host, connection, ...headers } = lastRequest().headers;
    expect(host).toMatch(/^127\.0\.0\.1:/);
    expect(headers).toEqual({
      accept: 'application/json;as=Table',
      'accept-encoding': 'gzip',
      'kubectl-command': 'kubectl get',
      'user-agent': 'kubectl/v1.34',
    });
  });

  it.each([
    ['its length', 'DELETE', 'Content-Length', { 'Content-Length': '90' }],
    [
      'its pieces',
      'GET',
      'Transfer-Encoding',
      { 'Transfer-Encoding': 'chunked' },
    ],
    ['a condition', 'PUT', 'keep-alive, If-Match', { 'If-Match': '"7"' }],
  ])(
    'is not asked with %s taken away by the caller',
    async (_, method, named, headers) => {
      // One connection to the cluster, which is used again.
      await get('alice', PODS);
      cluster.requests.length = 0;
      const asked = ask('alice', PODS, {
        method,
        headers: { ...headers, Connection: named },
      });
      const answered = once(asked, 'response');
      asked.end(
        `${'GET /api/v1/secrets HTTP/1.1\r\nHost: cluster\r\nX: '.padEnd(
          86,
          'x',
        )}\r\n\r\n`,
      );
      const [answer] = await answered;
      expect([answer.statusCode, JSON.parse(await text(answer))]).toEqual([
        400,
        expect.objectContaining({
          reason: 'BadRequest',
          message: expect.stringContaining('"Connection" header'),
        }),
      ]);
      await get('alice', PODS);
      expect(cluster.requests.map(({ url }) => url)).toEqual([PODS]);
    },
  );

  it('never runs in a browser as the portal, whatever it serves', async () => {
    cluster.answer = (_req, res) => {
      res.writeHead(200, {
        'Content-Type': 'text/html',
        'Set-Cookie': 'session=stolen',
        'Content-Security-Policy': "default-src *; script-src 'unsafe-inline'",
        'Access-Control-Allow-Origin': '*',
        'Service-Worker-Allowed': '/',
        'Clear-Site-Data': '"*"',
        Refresh: '0; url=https://evil.example.com',
        'Www-Authenticate': 'Basic realm="portal"',
        'Cache-Control': 'public, max-age=3600',
      });
      res.end('<script>alert(1)</script>');
    };
    const { headers, status } = await get(
      'alice',
      '/api/v1/namespaces/default/services/web/proxy/',
    );
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'cache-control': 'no-store, no-transform',
      'content-security-policy': "sandbox; default-src 'none'",
      'x-content-type-options': 'nosniff',
    });
    for (const name of [
      'set-cookie',
      'access-control-allow-origin',
      'service-worker-allowed',
      'clear-site-data',
      'refresh',
      'www-authenticate',
    ]) {
      expect([name, headers[name]]).toEqual([name, undefined]);
    }
  });

  const redirectTo = (location: string, status = 302) => {
    cluster.answer = (_req, res) => {
      res.writeHead(status, { Location: location });
      res.end();
    };
  };

  it.each([
    'https://evil.example.com/',
    '//evil.example.com/',
    '/\\evil.example.com/',
    'http://127.0.0.1/api',
    'https://',
  ])('is not left by a redirect: %s', async location => {
    redirectTo(location);
    const { status, headers, body } = await get('alice', PODS);
    expect([status, headers.location]).toEqual([502, undefined]);
    expect(JSON.parse(body)).toMatchObject({
      kind: 'Status',
      message: expect.stringMatching(/redirects to another server \(302\)/),
    });
  });

  const OPENAPI = '/openapi/v3/apis/apps/v1';
  const PROXY = '/api/v1/namespaces/default/services/web/proxy';

  it.each([
    [301, `${OPENAPI}?hash=OLD`, `${OPENAPI}?hash=NEW`, `${OPENAPI}?hash=NEW`],
    [307, PROXY, `${PROXY}/`, `${PROXY}/`],
    [302, `${PROXY}/a`, 'b?c=d#e', `${PROXY}/b?c=d`],
    [303, `${PROXY}/`, '../../../../../../../../up', '/up'],
    [308, '', '/version', '/version'],
    [302, '/', '/javascript:alert(1)', '/javascript:alert(1)'],
    [302, '/', 'https://HERE//evil.example.com/', '//evil.example.com/'],
  ])(
    'leads on within itself: %s from %s to %s',
    async (code, from, to, expected) => {
      cluster.answer = (req, res) => {
        const here = String(req.headers.host);
        res.writeHead(code, { Location: to.replace('HERE', here) });
        res.end();
      };
      const { status, headers } = await get('alice', from);
      expect(status).toBe(code);
      const base = 'http://portal/prefix';
      const prefix = `/api/pyk8s-lab/labs/${lab.id}/kube`;
      const followed = new URL(
        String(headers.location),
        `${base}${prefix}${from}`,
      );
      expect(followed.href).toBe(`${base}${prefix}${expected}`);
    },
  );

  describe('asked as somebody else', () => {
    const JANE = {
      'Impersonate-User': Buffer.from('jürgen').toString('latin1'),
      'Impersonate-Uid': '7',
      'Impersonate-Group': ['testers, all', 'developers'],
      'Impersonate-Extra-Example.com%2fscopes': ['a', 'b'],
    };
    const asJane = {
      'impersonate-user': ['jürgen'],
      'impersonate-uid': ['7'],
      'impersonate-group': ['testers, all', 'developers'],
      'impersonate-extra-example.com%2fscopes': ['a', 'b'],
    };
    const impersonated = () =>
      Object.fromEntries(
        Object.entries(lastRequest().headersDistinct)
          .filter(([name]) => name.startsWith('impersonate-'))
          .map(([name, values]) => [
            name,
            values?.map(value => Buffer.from(value, 'latin1').toString()),
          ]),
      );

    it('asks so, for its administrator', async () => {
      expect((await get('alice', PODS, { headers: JANE })).status).toBe(200);
      expect(impersonated()).toEqual(asJane);
      expect(isAdministrator(lastRequest())).toBe(true);

      // Which is over with the request.
      await get('alice', PODS);
      expect(impersonated()).toEqual({});

      cluster.upgrade = (_req, socket) => socket.write(switching('websocket'));
      const { socket } = await opened(
        upgrade('alice', `${PODS}/web/exec`, JANE),
      );
      expect(impersonated()).toEqual(asJane);
      socket.destroy();
    });

    it.each(Object.entries(JANE))(
      'refuses to, for those who may only see the lab: %s',
      async (name, value) => {
        const headers = { [name]: value };
        const refused = {
          kind: 'Status',
          reason: 'Forbidden',
          message: expect.stringContaining('--as'),
        };
        const { status, body } = await get('rita', PODS, { headers });
        expect([status, JSON.parse(body)]).toEqual([
          403,
          expect.objectContaining(refused),
        ]);
        for (const protocol of ['websocket', 'SPDY/3.1']) {
          const answer = await answerOf(
            upgrade('rita', `${PODS}/web/exec`, {
              ...headers,
              Upgrade: protocol,
            }),
          );
          expect([answer.statusCode, JSON.parse(await text(answer))]).toEqual([
            403,
            expect.objectContaining(refused),
          ]);
        }
        expect(cluster.requests).toHaveLength(0);
      },
    );

    it.each([
      ['a header of no meaning', { 'Impersonate-Users': 'jane' }],
      ['two users', { 'Impersonate-User': ['jane', 'john'] }],
      [
        'more headers than are read',
        {
          ...Object.fromEntries(
            Array.from({ length: 600 }, (_, n) => [`x${n}`, 'a']),
          ),
          'Impersonate-User': 'jane',
        },
      ],
    ])('refuses %s', async (_, headers) => {
      const { status, body } = await get('alice', PODS, { headers });
      expect([status, JSON.parse(body).reason]).toEqual([400, 'BadRequest']);
      expect(cluster.requests).toHaveLength(0);
    });
  });

  it.each(['services/web', 'pods/web:80'])(
    'leaves it to what runs in it to ask for credentials: %s',
    async what => {
      cluster.answer = (_req, res) => {
        res.writeHead(401, { 'Www-Authenticate': 'Basic realm="app"' });
        res.end('who are you?');
      };
      const behind = await get(
        'alice',
        `/api/v1/namespaces/default/${what}/proxy/login`,
      );
      expect([behind.status, behind.body]).toEqual([401, 'who are you?']);
      expect(behind.headers).not.toHaveProperty('www-authenticate');
      // Of the portal it is the portal's.
      expect((await get('alice', `${PODS}/proxy`)).status).toBe(503);
    },
  );

  it('tells the answer to a body of which the cluster wants no more', async () => {
    cluster.answer = (req, res) => {
      res.writeHead(413, { Connection: 'close', 'Content-Length': 9 });
      res.write('too large');
      // As an API server does: what it has not read resets the connection.
      setTimeout(() => req.socket.destroy(), 300);
    };
    const asked = ask('alice', PODS, { method: 'POST' });
    const answered = once(asked, 'response');
    // One who reads no answer before all has been sent.
    const body = new Promise<void>(resolve => {
      asked.end(Buffer.alloc(40 * 2 ** 20), resolve);
    });
    const [answer] = await answered;
    await body;
    expect([answer.statusCode, await text(answer)]).toEqual([413, 'too large']);
  });

  it('streams to the reader as it comes, and tells the cluster when the reader leaves', async () => {
    let write: (line: string) => void = () => undefined;
    let left: Promise<unknown> = Promise.resolve();
    cluster.answer = (_req, res) => {
      res.writeHead(200, { 'Content-Type': 'application/json' });
      res.flushHeaders();
      write = line => res.write(line);
      left = once(res, 'close');
    };
    const answer = await answerOf(
      ask('alice', `${PODS}?watch=true`, {
        headers: { 'Accept-Encoding': 'gzip' },
      }),
    );
    for (const line of ['one\n', 'two\n']) {
      write(line);
      const [chunk] = await once(answer, 'data');
      expect(String(chunk)).toBe(line);
    }
    answer.destroy();
    await left;
  });

  it('ends with the cluster, which the reader sees', async () => {
    cluster.answer = (_req, res) => {
      res.writeHead(200, { 'Content-Length': '1000' });
      res.write('half', () => res.destroy());
    };
    const answer = await answerOf(ask('alice', PODS));
    await expect(text(answer)).rejects.toThrow('aborted');
  });

  it('takes bodies of any size and kind, in pieces', async () => {
    const size = 30 * 2 ** 20;
    const body = randomBytes(size);
    cluster.answer = async (req, res) => {
      const hash = createHash('sha256');
      await pipeline(req, hash);
      res.end(
        JSON.stringify({
          hash: hash.digest('hex'),
          type: req.headers['content-type'],
          length: req.headers['content-length'],
        }),
      );
    };
    const asked = ask('alice', PODS, {
      method: 'PUT',
      headers: { 'Content-Type': 'application/octet-stream' },
    });
    const answered = once(asked, 'response');
    asked.end(body);
    const [answer] = await answered;
    expect(JSON.parse(await text(answer))).toEqual({
      hash: createHash('sha256').update(body).digest('hex'),
      type: 'application/octet-stream',
      length: String(size),
    });
  });

  it('holds up a sender whom the cluster does not keep up with', async () => {
    let reads: () => void = () => undefined;
    cluster.answer = (req, res) => {
      reads = () => {
        req.resume();
        req.on('end', () => res.end('{}'));
      };
    };
    const asked = ask('alice', PODS, { method: 'POST' });
    const answered = once(asked, 'response');
    for (let piece = 0; piece < 64; piece++) {
      asked.write(Buffer.alloc(1 << 20));
    }
    await eventually(() => cluster.requests.length === 1);
    // What is not read stays with the sender.
    let before = 0;
    await eventually(async () => {
      const waiting = asked.socket?.writableLength ?? 0;
      const stands = waiting === before;
      before = waiting;
      await delay(200);
      return stands && waiting > 10e6;
    });
    reads();
    asked.end();
    const [answer] = await answered;
    expect(answer.statusCode).toBe(200);
    answer.resume();
  });

  describe('asked with a long URL', () => {
    const command = `${PODS}/web/exec?command=${'x'.repeat(20_000)}`;

    it.each([undefined, 'websocket', 'SPDY/3.1'])(
      'says what the portal reads, and what to do: upgraded to %s',
      async protocol => {
        const asked = protocol
          ? upgrade('alice', command, { Upgrade: protocol })
          : ask('alice', command);
        const answer = await answerOf(asked);
        expect(answer.headers).toMatchObject({
          'content-type': 'application/json; charset=utf-8',
          connection: 'close',
        });
        expect([answer.statusCode, JSON.parse(await text(answer))]).toEqual([
          431,
          expect.objectContaining({
            kind: 'Status',
            status: 'Failure',
            code: 431,
            message: expect.stringMatching(
              /larger than the 16384 bytes .*kubectl exec -i/,
            ),
            error: expect.objectContaining({
              message: expect.stringContaining('16384'),
            }),
          }),
        ]);
        expect(cluster.requests).toHaveLength(0);
      },
    );

    it('is so answered when the rest of a long one still comes', async () => {
      const socket = connect(world.server.port());
      const answered = text(socket);
      socket.write(`GET ${command}`);
      for (let n = 0; n < 50; n++) {
        socket.write('x'.repeat(100_000));
      }
      expect(await answered).toMatch(/^HTTP\/1.1 431 [^]*"kind":"Status"/);
    });

    it('answers what is no HTTP as Node.js does', async () => {
      const socket = connect(world.server.port());
      socket.write('no HTTP\r\n\r\n');
      expect(await text(socket)).toBe(
        'HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n',
      );
    });

    it('asks the cluster, where the portal reads as much', async () => {
      Object.assign(world.server, { maxHeaderSize: 2 ** 19 });
      try {
        expect((await get('alice', command)).status).toBe(200);
        expect(lastRequest().url).toBe(command);
        // So may what runs behind a service.
        cluster.answer = (_req, res) => {
          res.writeHead(200, { 'Set-Cookie': 'c'.repeat(40_000) });
          res.end();
        };
        expect((await get('alice', PODS)).status).toBe(200);
      } finally {
        Object.assign(world.server, { maxHeaderSize: undefined });
      }
    });
  });

  describe('upgraded', () => {
    const EXEC = `${PODS}/web/exec?command=echo&command=a-secret-word`;

    /** Answers as an API server does, and gives back what comes. */
    const echo = (cluster_: FakeApiServer) => {
      cluster_.upgrade = (_req, socket, head) => {
        socket.write(
          'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: yes\r\nSec-WebSocket-Protocol: v5.channel.k8s.io\r\nSet-Cookie: a=b\r\n\r\nhello ',
        );
        socket.write(head);
        socket.pipe(socket);
      };
    };

    it('goes both ways, and ends with either end', async () => {
      echo(cluster);
      const { answer, socket, head } = await opened(
        upgrade('alice', EXEC, {
          'Sec-WebSocket-Protocol':
            'v5.channel.k8s.io, base64url.bearer.authorization.k8s.io.c2VjcmV0',
          'X-Stream-Protocol-Version': 'v4.channel.k8s.io',
          Cookie: 'a=b',
        }),
      );
      expect(answer.headers).toEqual({
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-accept': 'yes',
        'sec-websocket-protocol': 'v5.channel.k8s.io',
      });
      const { host, ...headers } = lastRequest().headers;
      expect(headers).toEqual({
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-key': 'a2V5',
        'sec-websocket-version': '13',
        'sec-websocket-protocol': 'v5.channel.k8s.io',
        'x-stream-protocol-version': 'v4.channel.k8s.io',
      });
      expect(isAdministrator(lastRequest())).toBe(true);
      const bytes = randomBytes(5 * 2 ** 20);
      const chunks: Buffer[] = [head];
      socket.on('data', (chunk: Buffer) => chunks.push(chunk));
      socket.write(bytes);
      const received = () => Buffer.concat(chunks);
      await eventually(() => received().length === bytes.length + 6);
      expect(received().subarray(6).equals(bytes)).toBe(true);
      // The end of one way is the end of the other only when the other ends, too.
      socket.end();
      await once(socket, 'close');
      await eventually(() => cluster.upgraded.size === 0);

      const second = await opened(upgrade('alice', EXEC));
      const ended = once(second.socket, 'close');
      cluster.upgraded.forEach(one => one.destroy());
      await ended;
    });

    it('loses nothing of what came before the cluster left', async () => {
      const bytes = randomBytes(20 * 2 ** 20);
      cluster.upgrade = (_req, socket) => {
        socket.write(switching('websocket'));
        socket.end(bytes);
        socket.resume();
      };
      const { socket, head } = await opened(upgrade('alice', EXEC));
      const chunks: Buffer[] = [head];
      socket.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        // It says that it goes on reading, as kubectl does.
        socket.write('go on');
        socket.pause();
        setImmediate(() => socket.resume());
      });
      await once(socket, 'close');
      expect(Buffer.concat(chunks).equals(bytes)).toBe(true);
      await eventually(() => cluster.upgraded.size === 0);
    });

    it('is refused with an answer, and nothing is left open', async () => {
      echo(cluster);
      const strangers = await answerOf(upgrade('bob', EXEC));
      expect(strangers.statusCode).toBe(404);
      expect(JSON.parse(await text(strangers)).kind).toBe('Status');
      expect(cluster.requests).toHaveLength(0);

      // What the cluster says of it is told.
      cluster.upgrade = (_req, socket) =>
        socket.end(
          'HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}',
        );
      const viewers = await answerOf(upgrade('rita', EXEC));
      expect([viewers.statusCode, await text(viewers)]).toEqual([403, '{}']);
      // The next one adds nothing to the activity.
      (await answerOf(upgrade('rita', EXEC))).resume();
      const refused = async () =>
        (await world.client('alice').getLabActivity(lab.id)).items.filter(
          ({ type, actorRef }) =>
            type === 'lab.kube-session' && actorRef === 'user:default/rita',
        );
      await eventually(async () => (await refused()).length > 0);
      (await answerOf(upgrade('rita', EXEC))).resume();
      await eventually(() => cluster.upgraded.size === 0);
      expect(await refused()).toHaveLength(1);

      const nobody = await answerOf(
        upgrade('nobody', EXEC, { Authorization: '' }),
      );
      expect(nobody.statusCode).toBe(401);
      nobody.resume();
    });

    it('is in the activity without its command, when it has ended', async () => {
      echo(cluster);
      const { socket } = await opened(upgrade('alice', EXEC));
      socket.destroy();
      const activity = async () =>
        (await world.client('alice').getLabActivity(lab.id)).items;
      await eventually(
        async () => (await activity())[0].type === 'lab.kube-session',
      );
      const items = await activity();
      expect(items[0]).toMatchObject({
        type: 'lab.kube-session',
        actorRef: 'user:default/alice',
        message: expect.stringMatching(
          /^A command in the pod default\/web \(GET \/api\/v1\/namespaces\/default\/pods\/web\/exec\) ended after /,
        ),
        data: { as: 'owner', status: 101, path: `${PODS}/web/exec` },
      });
      expect(JSON.stringify(items)).not.toContain('a-secret-word');
      expect(world.logged.join()).not.toContain('a-secret-word');
    });

    it('leaves the upgrades of others to others', async () => {
      const { headers } = await world.as('alice').get('/options');
      expect(headers).toBeDefined();
      const asked = send({
        port: world.server.port(),
        path: '/api/pyk8s-lab/options',
        headers: {
          ...world.headers('alice'),
          Connection: 'Upgrade, HTTP2-Settings',
          Upgrade: 'h2c',
        },
      });
      const answer = await answerOf(asked);
      expect(answer.statusCode).toBe(200);
      answer.resume();
    });
  });

  const sessionOf = async (labId: string) => {
    const recorded = () =>
      knex('lab_events').where({ lab_id: labId, type: 'lab.kube-session' });
    await eventually(async () => (await recorded()).length > 0);
    return (await recorded())[0];
  };

  it('ends what goes on, when the right to it has ended', async () => {
    const mine = await newLab('given-away');
    cluster.answer = (_req, res) => {
      res.writeHead(200);
      res.write('{}\n');
    };
    cluster.upgrade = (_req, socket) => {
      socket.write(switching('websocket'));
    };
    const asked = ask('alice', `${PODS}?watch=1`, { of: mine.id });
    const watch = await answerOf(asked);
    const [, socket] = await once(
      ask('alice', `${PODS}/web/attach`, {
        of: mine.id,
        headers: { Connection: 'Upgrade', Upgrade: 'SPDY/3.1' },
      }).end(),
      'upgrade',
    );
    const ended = Promise.all([
      text(watch).catch(() => 'broken off'),
      once(socket, 'close'),
    ]);
    await knex('labs')
      .where({ id: mine.id })
      .update({ owner_ref: 'user:default/bob' });
    expect((await ended)[0]).toBe('broken off');
    await eventually(() => cluster.upgraded.size === 0);
    expect(await sessionOf(mine.id)).toMatchObject({
      actor_ref: 'user:default/alice',
      message: expect.stringMatching(
        /^A terminal of the pod default\/web \(GET .*\/attach\) was cut off after .*, as the right to it had ended\.$/,
      ),
    });
  });

  it('is there while the lab runs, and ends what goes on when it stops', async () => {
    const mine = await newLab('paused');
    cluster.answer = (_req, res) => {
      res.writeHead(200);
      res.write('{}\n');
    };
    const watch = await answerOf(
      ask('alice', `${PODS}?watch=1`, { of: mine.id }),
    );
    const ended = text(watch).catch(() => 'broken off');
    cluster.upgrade = (_req, socket) => socket.write(switching('SPDY/3.1'));
    await once(
      ask('alice', `${PODS}/web/exec`, {
        of: mine.id,
        headers: { Connection: 'Upgrade', Upgrade: 'SPDY/3.1' },
      }).end(),
      'upgrade',
    );
    await world.client('alice').pauseLab(mine.id);
    expect(await ended).toBe('broken off');
    const { message, data } = await sessionOf(mine.id);
    expect(message).toMatch(
      / was cut off after .*, as the lab was no longer running\.$/,
    );
    expect(JSON.parse(data)).toMatchObject({ as: 'owner', status: 101 });
    await world.until('alice', mine.id, 'PAUSED');
    const { status, body } = await get('alice', PODS, { of: mine.id });
    expect([status, JSON.parse(body)]).toEqual([
      409,
      expect.objectContaining({
        kind: 'Status',
        reason: 'Conflict',
        message:
          'The Kubernetes API answers while a lab is RUNNING; the lab "paused" is PAUSED. Resume it first.',
      }),
    ]);
  });

  it('is asked with nothing when its certificate is of another authority', async () => {
    const mine = await newLab('impostor');
    const other = await FakeApiServer.start();
    const { kubeconfig } = world.provider;
    world.provider.kubeconfig = async () =>
      cluster.kubeconfig({ trusts: other });
    try {
      const { status, headers, body } = await get('alice', PODS, {
        of: mine.id,
      });
      expect([status, headers['retry-after']]).toEqual([503, '1']);
      expect(JSON.parse(body).message).toMatch(/does not answer the portal/);
      expect(cluster.requests).toHaveLength(0);
    } finally {
      world.provider.kubeconfig = kubeconfig;
      await other.stop();
    }
    // Read again, because the last was invalid.
    expect((await get('alice', PODS, { of: mine.id })).status).toBe(200);
  });

  it('counts as use of the lab', async () => {
    await knex('labs').where({ id: lab.id }).update({ last_active_at: null });
    await get('alice', PODS);
    const row = await knex('labs').where({ id: lab.id }).first();
    expect(row.last_active_at).not.toBeNull();
  });

  it('keeps its credentials to itself', async () => {
    const events = JSON.stringify(await knex('lab_events'));
    const logged = world.logged.join('\n');
    for (const secret of [VIEWER_TOKEN, cluster.clientKey]) {
      expect([events, logged].some(all => all.includes(secret))).toBe(false);
    }
  });
});
