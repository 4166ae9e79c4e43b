import express from 'express';
import { once } from 'node:events';
import {
  createServer,
  request,
  type IncomingMessage,
  type Server,
} from 'node:http';
import type { AddressInfo } from 'node:net';
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

  it('gives to the routers, on older versions of Node.js, what nobody takes', async () => {
    await ask('/');
    // These ask nobody, and upgrade whatever asks for it.
    Object.assign(server, { shouldUpgradeCallback: () => true });
    expect(await ask('/other', { upgrade: 'websocket' })).toEqual(untaken);
  });
});
