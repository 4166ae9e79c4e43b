import { once } from 'node:events';
import { gzipSync } from 'node:zlib';
import { HostileServer } from '@internal/test-utils';
import { openClusterAnswer } from './openClusterAnswer';
import {
  readClusterAnswer,
  takeClusterAnswer,
  type ClusterAnswerLimits,
} from './readClusterAnswer';

jest.setTimeout(30_000);

const MIB = 2 ** 20;
const PIECE = Buffer.alloc(64 * 1_024, 'x');

describe('an API server that a lab’s owner has replaced', () => {
  let server: HostileServer;

  beforeAll(async () => {
    server = await HostileServer.start();
  });
  beforeEach(() => {
    server.requests.length = 0;
  });
  afterAll(async () => server.stop());

  const read = (
    limits: ClusterAnswerLimits = {},
    signal = new AbortController().signal,
  ) => readClusterAnswer(server.access, { path: '/version', signal }, limits);

  /** The most memory that a task takes beyond what there was before. */
  const memoryOf = async (task: () => Promise<unknown>) => {
    const used = () => {
      const { heapUsed, external } = process.memoryUsage();
      return heapUsed + external;
    };
    const before = used();
    let most = before;
    const sampler = setInterval(() => {
      most = Math.max(most, used());
    }, 5);
    await task();
    clearInterval(sampler);
    return Math.max(most, used()) - before;
  };

  it('is asked as the administrator, for plain bytes', async () => {
    server.answer = (_, response) => response.end('{"gitVersion":"v1"}');
    expect(await read()).toMatchObject({
      status: 200,
      body: Buffer.from('{"gitVersion":"v1"}'),
    });
    const [{ headers }] = server.requests;
    expect(headers['accept-encoding']).toBe('identity');
    expect(server.callers).toEqual(['kubernetes-admin']);
    await readClusterAnswer(
      { ...server.access, user: { token: 'abc' } },
      { path: '/version', signal: new AbortController().signal },
    );
    expect(server.requests[1].headers.authorization).toBe('Bearer abc');
  });

  it('is believed with a certificate of its own authority alone', async () => {
    const other = await HostileServer.start();
    const { authority } = other.access;
    await other.stop();
    await expect(
      readClusterAnswer(
        { ...server.access, authority },
        { path: '/version', signal: new AbortController().signal },
      ),
    ).rejects.toThrow(/certificate/);
    expect(server.requests).toHaveLength(0);
  });

  it.each([
    ['a body without an end', {}],
    ['a body without an end, of a length', { 'Content-Length': 2 ** 40 }],
  ])('costs little memory with %s', async (_, headers) => {
    let sent = () => 0;
    let closed: Promise<unknown> = Promise.resolve();
    server.answer = (__, response) => {
      closed = once(response, 'close');
      response.writeHead(200, headers);
      sent = server.endlessly(response, PIECE);
    };
    const memory = await memoryOf(() =>
      expect(read()).rejects.toThrow('more than the portal reads'),
    );
    await closed;
    expect(memory).toBeLessThan(64 * MIB);
    expect(sent()).toBeLessThan(32 * MIB);
  });

  it('costs little memory with chunks of one byte', async () => {
    const count = 2 * MIB;
    server.answer = (_, { socket }) => {
      socket?.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n');
      socket?.end(`${'1\r\nx\r\n'.repeat(count)}0\r\n\r\n`);
    };
    let length = 0;
    const memory = await memoryOf(async () => {
      length = (await read()).body.length;
    });
    expect(length).toBe(count);
    // Held as they came, they would take 64 KiB each.
    expect(memory).toBeLessThan(128 * MIB);
  });

  it('unpacks nothing', async () => {
    const bomb = gzipSync(Buffer.alloc(64 * MIB));
    server.answer = (_, response) => {
      response.setHeader('Content-Encoding', 'gzip');
      response.end(bomb);
    };
    const memory = await memoryOf(() =>
      expect(read()).rejects.toThrow('compressed content'),
    );
    expect(memory).toBeLessThan(32 * MIB);
  });

  it.each([301, 302, 303, 307, 308])('leads nowhere with %i', async status => {
    const elsewhere = await HostileServer.start();
    server.answer = (_, response) => {
      const Location = `${elsewhere.access.server}/metadata`;
      response.writeHead(status, { Location }).end();
    };
    expect(await read()).toMatchObject({ status });
    expect(elsewhere.connections + elsewhere.requests.length).toBe(0);
    await elsewhere.stop();
  });

  it.each([
    ['one long header', { 'X-Long': 'x'.repeat(20_000) }],
    [
      'many headers',
      Object.fromEntries(
        Array.from({ length: 3_000 }, (_, n) => [`X-${n}`, 'y']),
      ),
    ],
  ])('is left with %s', async (_, headers) => {
    server.answer = (__, response) => response.writeHead(200, headers).end();
    await expect(read()).rejects.toMatchObject({ code: 'HPE_HEADER_OVERFLOW' });
  });

  it.each(['100 Continue', '102 Processing', '103 Early Hints'])(
    'is left with interim answers without an end: %s',
    async status => {
      let sent = 0;
      let closed: Promise<unknown> = Promise.resolve();
      server.answer = (_, { socket }) => {
        const interim = `HTTP/1.1 ${status}\r\nX-Long: ${'x'.repeat(
          8_000,
        )}\r\n\r\n`;
        closed = new Promise(resolve => socket?.once('close', resolve));
        const send = () => {
          while (socket && !socket.destroyed) {
            sent += interim.length;
            if (!socket.write(interim)) {
              socket.once('drain', send);
              return;
            }
          }
        };
        send();
      };
      await expect(read()).rejects.toThrow('sends interim answers');
      await closed;
      expect(sent).toBeLessThan(32 * MIB);
    },
  );

  it('may hint at what comes before it answers', async () => {
    server.answer = (_, response) => {
      response.writeEarlyHints({ link: '</a>; rel=preload' });
      response.end('{}');
    };
    expect(await read()).toMatchObject({ status: 200 });
  });

  it('is left with trailers without an end', async () => {
    server.answer = (_, { socket }) => {
      socket?.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n');
      socket?.end(`0\r\nX-Long: ${'x'.repeat(100_000)}\r\n\r\n`);
    };
    await expect(read()).rejects.toThrow();
  });

  it('is left when it says nothing, at the start or on the way', async () => {
    server.answer = () => undefined;
    await expect(read({ silenceMs: 100 })).rejects.toThrow(
      'sent nothing within 0.1 s',
    );
    server.answer = (_, response) => response.write('{');
    await expect(read({ silenceMs: 100 })).rejects.toThrow(
      'sent nothing within 0.1 s',
    );
  });

  it.each(['body', 'headers'])('is left with a slow %s', async part => {
    const timers: NodeJS.Timeout[] = [];
    server.answer = (_, response) => {
      const { socket } = response;
      if (part === 'headers') {
        socket?.write('HTTP/1.1 200 OK\r\nX-Slow: ');
      }
      timers.push(
        setInterval(
          () => (part === 'body' ? response.write('x') : socket?.write('x')),
          20,
        ),
      );
    };
    await expect(read({ timeoutMs: 500 })).rejects.toThrow(
      'did not finish its answer within 0.5 s',
    );
    timers.forEach(clearInterval);
  });

  it('is left when it answers with another protocol, or breaks off', async () => {
    server.answer = (_, { socket }) =>
      socket?.write(
        'HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n',
      );
    await expect(read()).rejects.toThrow();
    server.answer = (_, { socket }) => socket?.end('SSH-2.0-OpenSSH\r\n');
    await expect(read()).rejects.toThrow();
    server.answer = (_, { socket }) => socket?.destroy();
    await expect(read()).rejects.toMatchObject({ code: 'ECONNRESET' });
    server.answer = (_, response) => {
      response.writeHead(200, { 'Content-Length': 100 });
      response.write('half', () => response.destroy());
    };
    await expect(read()).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  it('is left when the request is over', async () => {
    const controller = new AbortController();
    const reason = new Error('the caller has gone');
    server.answer = (_, response) => {
      server.endlessly(response, Buffer.from('x'));
      controller.abort(reason);
    };
    await expect(read({}, controller.signal)).rejects.toBe(reason);
    await expect(read({}, controller.signal)).rejects.toBe(reason);
    expect(server.requests).toHaveLength(1);
  });

  it('is asked for no path that could be a part of its name', async () => {
    const { signal } = new AbortController();
    for (const path of ['.example.com/', '@example.com/', '0/', '']) {
      await expect(
        openClusterAnswer(server.access, { path, signal }),
      ).rejects.toThrow('must begin with a slash');
    }
    expect(server.requests).toHaveLength(0);
  });

  it('is left as soon as what was wanted has come', async () => {
    let closed: Promise<unknown> = Promise.resolve();
    let sent = () => 0;
    server.answer = (_, response) => {
      closed = once(response, 'close');
      sent = server.endlessly(response, PIECE);
    };
    let taken = 0;
    const head = await takeClusterAnswer(
      server.access,
      { path: '/metrics', signal: new AbortController().signal },
      {},
      piece => {
        taken += piece.length;
        return taken < MIB;
      },
    );
    expect(head.status).toBe(200);
    await closed;
    expect(taken).toBeLessThan(2 * MIB);
    expect(sent()).toBeLessThan(32 * MIB);
  });

  it('is read up to a bound of several answers together', async () => {
    server.answer = (_, response) => response.end(Buffer.alloc(MIB));
    const budget = { bytesLeft: 3.5 * MIB };
    const results = await Promise.allSettled(
      Array.from({ length: 5 }, () => read({ budget })),
    );
    const failed = results.filter(({ status }) => status === 'rejected');
    expect(failed.length).toBeGreaterThan(1);
    const { length } = server.requests;
    await expect(read({ budget })).rejects.toThrow('more than the portal');
    expect(server.requests).toHaveLength(length);
  });

  it('sends no faster than its answer is read', async () => {
    let sent = () => 0;
    let closed: Promise<unknown> = Promise.resolve();
    server.answer = (_, response) => {
      closed = once(response, 'close');
      sent = server.endlessly(response, PIECE);
    };
    const answer = await openClusterAnswer(server.access, {
      path: '/log',
      signal: new AbortController().signal,
    });
    for await (const chunk of answer.body) {
      expect(chunk.length).toBeGreaterThan(0);
      break;
    }
    answer.close();
    await closed;
    expect(sent()).toBeLessThan(32 * MIB);
  });
});
