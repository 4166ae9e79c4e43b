import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import {
  FakeApiServer,
  json,
  queryOf,
  wanted,
} from './__testUtils__/FakeApiServer';
import { KubernetesLogReader } from './KubernetesLogReader';
import type { WantedPodLog } from './LogReader';
import { streamPodLog } from './streamPodLog';

const MIB = 2 ** 20;

describe('the log of a pod', () => {
  let server: FakeApiServer;

  beforeEach(async () => {
    server = await FakeApiServer.start();
  });

  afterEach(() => server.stop());

  const stream = (
    change: Partial<WantedPodLog> = {},
    options: { signal?: AbortSignal; silenceMs?: number } = {},
  ) =>
    streamPodLog(
      server.access(),
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
    server.answer = (_, response) => response.end('one\ntwo\n');

    expect(
      await textOf(
        new KubernetesLogReader().podLog(server.access(), wanted, {
          signal: new AbortController().signal,
        }),
      ),
    ).toBe('one\ntwo\n');
    await textOf(
      stream({ previous: true, tailLines: 0, sinceSeconds: 7, follow: true }),
    );

    expect(server.requests[0].url).toMatch(
      /^\/api\/v1\/namespaces\/default\/pods\/web-0\/log\?/,
    );
    expect(server.requests.map(queryOf)).toEqual([
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
    server.answer = (_, response) => response.end();

    await textOf(stream({ namespace: '../x', pod: 'y/z?', container: 'a&b' }));

    expect(server.requests[0].url).toContain(
      '/namespaces/..%2Fx/pods/y%2Fz%3F/log?',
    );
    expect(queryOf(server.requests[0]).container).toBe('a&b');
  });

  it('is read as fast as it is consumed, and ends with its reader', async () => {
    const piece = Buffer.alloc(64 * 1_024, 'x');
    let sent = 0;
    let onFull = () => {};
    const isFull = new Promise<void>(resolve => {
      onFull = resolve;
    });
    let closed: Promise<unknown> | undefined;
    server.answer = (_, response) => {
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

  it.each([true, false])('ends with its signal, followed: %s', async follow => {
    const reason = new Error('cancelled');
    for (const begins of [true, false]) {
      const controller = new AbortController();
      let closed: Promise<unknown> | undefined;
      server.answer = (_, response) => {
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
    const count = server.requests.length;
    await expect(
      textOf(stream({ follow }, { signal: AbortSignal.abort(reason) })),
    ).rejects.toBe(reason);
    expect(server.requests).toHaveLength(count);
  });

  it('is refused with the message of Kubernetes', async () => {
    server.answer = (_, response) =>
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
      server.answer = (_, response) => {
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
    server.answer = (_, response) => {
      response.write('started');
      setImmediate(() => response.destroy());
    };

    await expect(textOf(stream({ follow: true }))).rejects.toMatchObject({
      code: 'ECONNRESET',
    });
  });

  it('throws without an API server', async () => {
    const log = stream();
    await server.stop();

    await expect(textOf(log)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it.each(['before it begins', 'before its end'])(
    'throws when nothing comes %s',
    async when => {
      server.answer = (_, response) => {
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
    server.answer = async (_, response) => {
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
    server.answer = ({ url = '' }, response) => {
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
          server.access(),
          { ...wanted, follow: true },
          { signal: new AbortController().signal },
        ),
      ),
    ).toBe(`${at(10)} one\n${at(11)} two\n${at(20)} three\n${at(30)} four\n`);
    expect(server.requests.map(({ url }) => url)).not.toContainEqual(
      expect.stringContaining('shadow'),
    );
  });

  it('may be read slowly', async () => {
    server.answer = (_, response) => {
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
