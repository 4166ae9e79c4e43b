import express from 'express';
import { once } from 'node:events';
import {
  createServer,
  request,
  type IncomingMessage,
  type Server,
} from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { UpgradeRequests } from './UpgradeRequests';

describe('UpgradeRequests', () => {
  let server: Server;
  let others: jest.Mock;

  beforeEach(async () => {
    const upgrades = UpgradeRequests.create(
      ({ url, headers }) => url === '/own' && headers.upgrade === 'websocket',
    );
    const app = express();
    app.use(upgrades.listen());
    app.get('/slow', () => undefined);
    app.use((req, res) => {
      const taken = upgrades.take(req);
      // Once: nobody has the same connection twice.
      const again = upgrades.take(req);
      let body = '';
      req.on('data', chunk => {
        body += chunk;
      });
      req.on('end', () =>
        res.json({ taken: Boolean(taken), again: Boolean(again), body }),
      );
      req.resume();
    });
    others = jest.fn();
    server = createServer(app);
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
  });

  const ask = async (
    path: string,
    options: { upgrade?: string; body?: string } = {},
  ) => {
    const asked = request({
      port: (server.address() as AddressInfo).port,
      host: '127.0.0.1',
      agent: false,
      path,
      method: options.body === undefined ? 'GET' : 'POST',
      headers: options.upgrade
        ? { Connection: 'Upgrade', Upgrade: options.upgrade }
        : {},
    });
    const answered = once(asked, 'response');
    asked.end(options.body);
    const [answer]: IncomingMessage[] = await answered;
    return JSON.parse(await text(answer));
  };

  const untaken = { taken: false, again: false, body: '' };

  it('takes what is its own, from the second request on', async () => {
    expect(await ask('/own', { upgrade: 'websocket' })).toEqual(untaken);
    expect(await ask('/own', { upgrade: 'websocket' })).toEqual({
      ...untaken,
      taken: true,
    });
    expect(await ask('/own')).toEqual(untaken);
  });

  it('leaves all else as if it did not listen', async () => {
    await ask('/');
    expect(await ask('/other', { upgrade: 'websocket' })).toEqual(untaken);
    expect(await ask('/own', { upgrade: 'h2c', body: 'all of it' })).toEqual({
      ...untaken,
      body: 'all of it',
    });
  });

  it('leaves to others what they listen for', async () => {
    await ask('/');
    server.on('upgrade', (req, socket) => {
      others(req.url);
      if (req.url === '/other') {
        socket.end(
          'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n[]',
        );
      }
    });
    expect(await ask('/other', { upgrade: 'websocket' })).toEqual([]);
    expect(await ask('/own', { upgrade: 'websocket' })).toMatchObject({
      taken: true,
    });
    expect(others.mock.calls).toEqual([['/other'], ['/own']]);
  });

  const opened = async () => {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    await once(
      socket.on('error', () => undefined),
      'connect',
    );
    return socket;
  };

  it.each([
    ['its own', '/own', 'websocket'],
    ["another's, on older versions of Node.js", '/other', 'h2c'],
  ])(
    'ends a connection on which an upgrade that is %s comes before an answer',
    async (_, path, offer) => {
      await ask('/');
      // These ask nobody, and upgrade whatever asks for it.
      Object.assign(server, { shouldUpgradeCallback: () => true });
      const socket = await opened();
      const closed = once(socket, 'close');
      socket.resume().write('GET /slow HTTP/1.1\r\nHost: a\r\n\r\n');
      socket.write(
        `GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: ${offer}\r\n\r\n`,
      );
      await closed;
      expect(await ask('/own')).toEqual(untaken);
    },
  );

  describe('on older versions of Node.js', () => {
    beforeEach(async () => {
      await ask('/');
      Object.assign(server, { shouldUpgradeCallback: () => true });
    });

    it('gives to the routers what nobody takes', async () => {
      expect(await ask('/other', { upgrade: 'websocket' })).toEqual(untaken);
    });

    it('gives it with its body, and lets the connection go on', async () => {
      const socket = await opened();
      const body = 'x'.repeat(300_000);
      socket.write(
        `POST /other HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings, keep-alive\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMA\r\nContent-Length: ${body.length}\r\n\r\n${body}GET /other HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`,
      );
      const answers = (await text(socket)).match(/\{.*\}/g);
      expect(answers?.map(answer => JSON.parse(answer))).toEqual([
        { ...untaken, body },
        untaken,
      ]);
    });

    it('gives it without its end, when that comes in pieces', async () => {
      const socket = await opened();
      socket.write(
        'POST /other HTTP/1.1\r\nHost: a\r\nConnection: close, Upgrade\r\nUpgrade: h2c\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nall',
      );
      await new Promise(setImmediate);
      socket.write('\r\n6\r\n of it\r\n0\r\n\r\n');
      expect(await text(socket)).toContain('"body":"all of it"');
    });

    it('gives none of which it cannot have all headers', async () => {
      const socket = await opened();
      socket.write(
        `GET /other HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n${'a:\r\n'.repeat(
          600,
        )}\r\n`,
      );
      expect(await text(socket)).toBe('');
    });
  });
});
