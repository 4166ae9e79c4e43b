import express from 'express';
import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { eventually } from '../../__testUtils__/eventually';
import { FakeApiServer } from '../../__testUtils__/FakeApiServer';
import { callerLeft } from '../../router/sse';
import { forward } from './forward';
import { KubeConnection } from './KubeConnection';
import { matchKubeUrl, readKubeRequest } from '../KubeRequest';
import { LabUpgrades, takeUpgrade } from './LabUpgrades';

describe('a session', () => {
  let cluster: FakeApiServer;
  let server: Server;
  let stop: AbortController;
  let failed: Promise<Error | undefined> | undefined;

  beforeEach(async () => {
    cluster = await FakeApiServer.start();
    cluster.upgrade = (_req, socket) => {
      socket.write(
        'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: SPDY/3.1\r\n\r\n',
      );
      socket.pipe(socket);
    };
    stop = new AbortController();
    failed = undefined;
    const connection = new KubeConnection(cluster.kubeconfig());
    const app = express();
    app.use('/api/pyk8s-lab', async (req, res) => {
      const url = matchKubeUrl(req.url);
      const upgraded = takeUpgrade(req);
      if (!url || !upgraded) {
        res.sendStatus(500);
        return;
      }
      failed = forward(
        readKubeRequest(req.method, url, true),
        connection,
        { req, res, upgraded, left: callerLeft(res) },
        {
          signal: AbortSignal.any([stop.signal, callerLeft(res)]),
          idleMs: 300,
          answerMs: 400,
        },
      ).then(
        () => undefined,
        error => error,
      );
      if (await failed) {
        res.destroy();
      }
    });
    server = createServer(app);
    new LabUpgrades().listen(server);
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(async () => {
    await cluster.stop();
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
  });

  const PATH = '/api/pyk8s-lab/labs/a/kube/api/v1/namespaces/x/pods/y/exec';

  const portOf = () => (server.address() as AddressInfo).port;

  /** A request that the cluster has and does not answer. */
  const unanswered = async (): Promise<Socket> => {
    cluster.upgrade = () => undefined;
    const socket = connect(portOf(), '127.0.0.1');
    socket.on('error', () => undefined).resume();
    socket.write(
      `GET ${PATH} HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: SPDY/3.1\r\n\r\nfirst `,
    );
    await eventually(() => cluster.upgraded.size === 1);
    return socket;
  };

  const open = async (): Promise<Socket> => {
    const asked = request({
      port: portOf(),
      host: '127.0.0.1',
      path: PATH,
      headers: { Connection: 'Upgrade', Upgrade: 'SPDY/3.1' },
    });
    const [, socket] = await once(asked.end(), 'upgrade');
    return socket.on('error', () => undefined);
  };

  it('continues while data arrives, and ends when idle', async () => {
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

  it.each(['end', 'destroy'] as const)(
    'that the cluster does not answer ends when its caller leaves: %s',
    async leave => {
      const socket = await unanswered();
      socket[leave]();
      await eventually(() => failed !== undefined);
      expect(await failed).toMatchObject({ message: 'The caller has left.' });
      await eventually(() => cluster.upgraded.size === 0);
    },
  );

  it('is not waited for without end', async () => {
    const socket = await unanswered();
    await once(socket, 'close');
    expect(await failed).toMatchObject({ name: 'ServiceUnavailableError' });
    await eventually(() => cluster.upgraded.size === 0);
  });

  it('is not started by endless interim answers', async () => {
    const socket = await unanswered();
    cluster.upgraded.forEach(one => {
      one.on('error', () => undefined);
      one.write('HTTP/1.1 103 Early Hints\r\nX: y\r\n\r\n'.repeat(9));
    });
    await once(socket, 'close');
    expect(await failed).toMatchObject({
      name: 'ServiceUnavailableError',
      cause: { message: expect.stringContaining('sends interim answers') },
    });
    await eventually(() => cluster.upgraded.size === 0);
  });

  it('has all that came before the answer, in order', async () => {
    let answer: () => void = () => undefined;
    const socket = await unanswered();
    cluster.upgraded.forEach(one => {
      answer = () => {
        one.write(
          'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: SPDY/3.1\r\n\r\n',
        );
        one.pipe(one);
      };
    });
    let received = '';
    socket.on('data', chunk => {
      received += chunk;
    });
    const more = '.'.repeat(100_000);
    socket.write(more);
    await new Promise(resolve => setTimeout(resolve, 50));
    answer();
    socket.write(' last');
    await eventually(() => received.endsWith(' last'));
    expect(received.split('\r\n\r\n')[1]).toBe(`first ${more} last`);
  });
});
