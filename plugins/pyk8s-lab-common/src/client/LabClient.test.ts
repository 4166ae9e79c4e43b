import { isLabStreamNotice } from '../labs';
import { LabClient } from './LabClient';

/** A client with recorded requests and canned responses. */
function aClient(answer: () => Response) {
  const requests: { url: string; init: RequestInit | undefined }[] = [];
  const client = new LabClient({
    discoveryApi: { getBaseUrl: async id => `http://portal/api/${id}` },
    fetchApi: {
      fetch: async (input, init) => {
        requests.push({ url: String(input), init });
        return answer();
      },
    },
  });
  return { client, requests };
}

const stream = (...chunks: string[]) =>
  new Response(
    new ReadableStream({
      start(controller) {
        const encoder = new TextEncoder();
        chunks.forEach(chunk => controller.enqueue(encoder.encode(chunk)));
        controller.close();
      },
    }),
  );

describe('LabClient', () => {
  it('sends parameters and bodies', async () => {
    const { client, requests } = aClient(() => Response.json({ items: [] }));
    await client.listLabs({
      owner: ['group:default/a', 'user:default/b'],
      status: ['RUNNING', 'ERROR'],
      limit: 5,
      orderBy: 'name,desc',
    });
    const url = new URL(requests[0].url);
    expect(url.pathname).toBe('/api/pyk8s-lab/labs');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      owner: 'group:default/a,user:default/b',
      status: 'RUNNING,ERROR',
      limit: '5',
      orderBy: 'name,desc',
    });
  });

  it('sends the idempotency key as a header', async () => {
    const { client, requests } = aClient(() => Response.json({}));
    await client.createLab({ name: 'demo' }, 'key-1');
    expect(requests[0].init).toMatchObject({
      method: 'POST',
      body: '{"name":"demo"}',
      headers: { 'Idempotency-Key': 'key-1' },
    });
  });

  it('throws the server’s message', async () => {
    const { client } = aClient(() =>
      Response.json(
        {
          error: { name: 'ConflictError', message: 'choose another name' },
          response: { statusCode: 409 },
        },
        { status: 409 },
      ),
    );
    const expected = {
      name: 'ResponseError',
      statusCode: 409,
      cause: { name: 'ConflictError', message: 'choose another name' },
    };
    await expect(client.createLab({ name: 'demo' })).rejects.toMatchObject(
      expected,
    );
    await expect(client.getKubeconfig('x')).rejects.toMatchObject(expected);
    await expect(client.streamLabs().next()).rejects.toMatchObject(expected);
  });

  it('parses events, however they are split into chunks', async () => {
    const frame = (seq: number) =>
      `id: ${seq}\nevent: lab.phase\ndata: ${JSON.stringify({
        seq,
        message: '–',
      })}\n\n`;
    const notice = `event: lab.hidden\ndata: {"labId":"x"}\n\n`;
    const text = `retry: 1000\n\n${frame(1)}: alive\n\n${notice}${frame(
      2,
    )}${frame(3)}`;
    const { client, requests } = aClient(() =>
      stream(text.slice(0, 30), text.slice(30, 95), text.slice(95)),
    );
    const seen: unknown[] = [];
    const opened = jest.fn();
    for await (const received of client.streamLabs({
      lab: 'a b',
      lastEventId: 0,
      onOpen: opened,
    })) {
      seen.push(isLabStreamNotice(received) ? received : received.seq);
    }
    expect(seen).toEqual([1, { type: 'lab.hidden', labId: 'x' }, 2, 3]);
    expect(opened).toHaveBeenCalledTimes(1);
    expect(requests[0].url).toBe(
      'http://portal/api/pyk8s-lab/events?lab=a%20b',
    );
    expect(requests[0].init?.headers).toEqual({
      Accept: 'text/event-stream',
      'Last-Event-ID': '0',
    });
  });

  it('requests the kubeconfig of the given role', async () => {
    const { client, requests } = aClient(() => new Response('kind: Config'));
    await client.getKubeconfig('x');
    await client.getKubeconfig('x', { for: 'viewer' });
    expect(requests.map(({ url }) => url)).toEqual([
      'http://portal/api/pyk8s-lab/labs/x/kubeconfig',
      'http://portal/api/pyk8s-lab/labs/x/kubeconfig?for=viewer',
    ]);
  });

  it('ends when the server is silent for too long', async () => {
    jest.useFakeTimers();
    try {
      const { client } = aClient(() => new Response(new ReadableStream()));
      const events = client.streamLabs();
      const next = events.next();
      await jest.advanceTimersByTimeAsync(44_000);
      expect(jest.getTimerCount()).toBe(1);
      await jest.advanceTimersByTimeAsync(1_000);
      expect(await next).toEqual({ done: true, value: undefined });
    } finally {
      jest.useRealTimers();
    }
  });

  it('closes the connection when its reader stops', async () => {
    const cancelled = jest.fn();
    const { client } = aClient(
      () =>
        new Response(
          new ReadableStream({
            pull(controller) {
              controller.enqueue(
                new TextEncoder().encode('data: {"seq":1}\n\n'),
              );
            },
            cancel: cancelled,
          }),
        ),
    );
    for await (const _ of client.streamLabs()) {
      break;
    }
    expect(cancelled).toHaveBeenCalledTimes(1);
  });

  describe('commands', () => {
    const frame = (event: string, data: object) =>
      `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
    const end = {
      exitCode: 0,
      durationMs: 5,
      truncated: false,
      timedOut: false,
    };

    it('are sent with their input, and can be cancelled', async () => {
      const result = { ...end, output: 'a', error: '' };
      const { client, requests } = aClient(() => Response.json(result));
      const { signal } = new AbortController();
      const request = { command: 'kubectl apply -f -', input: 'kind: Pod' };
      expect(await client.execInLab('a/b', request, { signal })).toEqual(
        result,
      );
      expect(requests[0]).toMatchObject({
        url: 'http://portal/api/pyk8s-lab/labs/a%2Fb/exec',
        init: { method: 'POST', body: JSON.stringify(request), signal },
      });
    });

    it('stream their output, and report their exit code', async () => {
      const { client, requests } = aClient(() =>
        stream(
          frame('output', { stream: 'stdout', text: 'a\nb' }).slice(0, 20),
          frame('output', { stream: 'stdout', text: 'a\nb' }).slice(20),
          ': alive\n\n',
          frame('exit', end),
        ),
      );
      const frames = [];
      for await (const received of client.streamExec('x', {
        command: 'kubectl version',
      })) {
        frames.push(received);
      }
      expect(frames).toEqual([
        { type: 'output', stream: 'stdout', text: 'a\nb' },
        { type: 'exit', ...end },
      ]);
      expect(requests[0]).toMatchObject({
        url: 'http://portal/api/pyk8s-lab/labs/x/exec',
        init: {
          method: 'POST',
          headers: {
            Accept: 'text/event-stream',
            'Content-Type': 'application/json',
          },
        },
      });
    });

    it('throw errors of the server', async () => {
      const { client } = aClient(() =>
        stream(frame('error', { name: 'ConflictError', message: 'paused' })),
      );
      await expect(
        client.streamExec('x', { command: 'kubectl version' }).next(),
      ).rejects.toMatchObject({ name: 'ConflictError', message: 'paused' });
    });

    it('throw when the connection breaks before their end', async () => {
      const { client } = aClient(() => stream(': alive\n\n'));
      await expect(
        client.streamExec('x', { command: 'kubectl version' }).next(),
      ).rejects.toThrow('The connection broke');
    });
  });
});
