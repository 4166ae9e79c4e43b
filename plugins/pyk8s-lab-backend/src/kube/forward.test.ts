import express from 'express';
import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { eventually } from '../__testUtils__/eventually';
import { FakeApiServer } from '../__testUtils__/FakeApiServer';
import { forward } from './forward';
import { KubeConnection } from './KubeConnection';
import { matchKubeUrl, readKubeRequest } from './KubeRequest';
import { UpgradeRequests } from './UpgradeRequests';

describe('a session', () => {
  let cluster: FakeApiServer;
  let server: Server;
  let stop: AbortController;

  beforeEach(async () => {
    cluster = await FakeApiServer.start();
    cluster.upgrade = (_req, socket) => {
      socket.write(
        'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: SPDY/3.1\r\n\r\n',
      );
      socket.pipe(socket);
    };
    stop = new AbortController();
    const upgrades = UpgradeRequests.create(() => true);
    const connection = KubeConnection.create(cluster.kubeconfig());
    const app = express();
    app.use(upgrades.listen());
    app.get('/', (_req, res) => res.end());
    app.use(async (req, res) => {
      const url = matchKubeUrl(req.url);
      const upgraded = upgrades.take(req);
      if (!url || !upgraded) {
        res.sendStatus(500);
        return;
      }
      await forward(
        readKubeRequest(req.method, url, true),
        connection,
        { req, res, upgraded, left: new AbortController().signal },
        { signal: stop.signal, idleMs: 300 },
      ).catch(() => undefined);
    });
    server = createServer(app);
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(async () => {
    await cluster.stop();
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
  });

  const open = async (): Promise<Socket> => {
    const { port } = server.address() as AddressInfo;
    await fetch(`http://127.0.0.1:${port}/`);
    const asked = request({
      port,
      host: '127.0.0.1',
      path: '/labs/a/kube/api/v1/namespaces/x/pods/y/exec',
      headers: { Connection: 'Upgrade', Upgrade: 'SPDY/3.1' },
    });
    const [, socket] = await once(asked.end(), 'upgrade');
    return socket.on('error', () => undefined);
  };

  it('goes on while something comes, and is ended when nothing does', async () => {
    const socket = await open();
    const closed = once(socket, 'close');
    const began = performance.now();
    for (let n = 0; n < 5; n++) {
      socket.write('.');
      await once(socket, 'data');
      await new Promise(resolve => setTimeout(resolve, 100));
    }
    expect(socket.destroyed).toBe(false);
    await closed;
    expect(performance.now() - began).toBeGreaterThan(700);
    await eventually(() => cluster.upgraded.size === 0);
  });

  it('is ended from outside, at both of its ends', async () => {
    const socket = await open();
    const closed = once(socket, 'close');
    stop.abort(new Error('over'));
    await closed;
    await eventually(() => cluster.upgraded.size === 0);
    expect(socket.destroyed).toBe(true);
  });
});
