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
import { LabUpgrades, takeUpgrade } from './LabUpgrades';

const OWN = '/api/pyk8s-lab/labs/an-id/kube/api/v1/namespaces/a/pods/b/exec';

describe('LabUpgrades', () => {
  let server: Server;

  beforeEach(async () => {
    const app = express();
    app.get('/slow', () => undefined);
    app.use((req, res) => {
      const taken = takeUpgrade(req);
      // Once: a connection is never given out twice.
      const again = takeUpgrade(req);
      let body = '';
      req.on('data', chunk => {
        body += chunk;
      });
      req.on('end', () =>
        res.json({ taken: Boolean(taken), again: Boolean(again), body }),
      );
      req.resume();
    });
    server = createServer(app);
    new LabUpgrades().listen(server);
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
  });

  const answerTo = async (
    path: string,
    options: { upgrade?: string; body?: string } = {},
  ): Promise<IncomingMessage> => {
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
    const [answer] = await answered;
    return answer;
  };
  const ask = async (...asked: Parameters<typeof answerTo>) =>
    JSON.parse(await text(await answerTo(...asked)));

  const untaken = { taken: false, again: false, body: '' };

  it.each(['websocket', 'SPDY/3.1'])('takes its own, by %s', async upgrade => {
    expect(await ask(OWN, { upgrade })).toEqual({ ...untaken, taken: true });
    expect(await ask(OWN)).toEqual(untaken);
  });

  it('leaves all else as if it did not listen', async () => {
    expect(await ask('/other', { upgrade: 'websocket' })).toEqual(untaken);
    expect(await ask(OWN, { upgrade: 'h2c', body: 'all of it' })).toEqual({
      ...untaken,
      body: 'all of it',
    });
  });

  it('leaves to others what they listen for', async () => {
    const others: unknown[] = [];
    server.on('upgrade', (req, socket) => {
      others.push(req.url);
      if (req.url === '/other') {
        socket.end(
          'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n[]',
        );
      }
    });
    expect(await ask('/other', { upgrade: 'websocket' })).toEqual([]);
    expect(await ask(OWN, { upgrade: 'websocket' })).toMatchObject({
      taken: true,
    });
    expect(others).toEqual(['/other', OWN]);
  });

  it('refuses unhandled upgrades, where Node.js does not ask', async () => {
    // As older versions: these upgrade whatever asks for it.
    Object.assign(server, { shouldUpgradeCallback: () => true });
    const answer = await answerTo('/other', { upgrade: 'h2c' });
    expect([answer.statusCode, await text(answer)]).toEqual([501, '']);
  });

  it('ends a connection on which an upgrade comes before an answer', async () => {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    await once(socket, 'connect');
    const closed = once(
      socket.on('error', () => undefined),
      'close',
    );
    socket.resume().write('GET /slow HTTP/1.1\r\nHost: a\r\n\r\n');
    socket.write(
      `GET ${OWN} HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
    );
    await closed;
    expect(await ask(OWN)).toEqual(untaken);
  });

  it('leaves errors of clients to another listener', async () => {
    server.on('clientError', (_error, socket) => socket.end('another'));
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    socket.write('no HTTP\r\n\r\n');
    expect(await text(socket)).toBe('another');
  });
});
