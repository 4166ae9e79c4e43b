import { Writable } from 'node:stream';
import { retryLater } from './retryLater';

describe('retryLater', () => {
  const setUp = (...answers: Response[]) => {
    let stderr = '';
    const controller = new AbortController();
    const send = jest.fn(async () => answers.shift() ?? new Response('done'));
    const write = (chunk: unknown, _: unknown, done: () => void) => {
      stderr += chunk;
      done();
    };
    return {
      send,
      controller,
      errors: () => stderr,
      fetch: retryLater(send, {
        stderr: new Writable({ decodeStrings: false, write }),
        signal: controller.signal,
      }),
    };
  };
  const tooMany = (after?: string) =>
    new Response('too many', {
      status: 429,
      headers: after === undefined ? {} : { 'Retry-After': after },
    });
  const URL = 'https://portal.example.com/api';

  it('retries once, after the time that the portal names', async () => {
    const { fetch, send, errors } = setUp(tooMany('1'));
    const answer = await fetch(URL, { method: 'POST', body: '{}' });
    expect(await answer.text()).toBe('done');
    expect(send.mock.calls).toEqual([
      [URL, { method: 'POST', body: '{}' }],
      [URL, { method: 'POST', body: '{}' }],
    ]);
    expect(errors()).toBe(
      'pyk8s: too many requests: trying again in 1s, as the portal asks.\n',
    );
  });

  it('does not retry twice', async () => {
    const { fetch, send } = setUp(tooMany('0'), tooMany('0'));
    expect((await fetch(URL)).status).toBe(429);
    expect(send).toHaveBeenCalledTimes(2);
  });

  it.each([undefined, '', '61', '600', '-1', '1e1', 'Fri, 01 Jan 2027'])(
    'answers 429 at once for a Retry-After of %s',
    async after => {
      const { fetch, send, errors } = setUp(tooMany(after));
      const answer = await fetch(URL);
      expect([answer.status, await answer.text()]).toEqual([429, 'too many']);
      expect(send).toHaveBeenCalledTimes(1);
      expect(errors()).toBe('');
    },
  );

  it('does not retry a request whose body is a stream', async () => {
    const { fetch, send } = setUp(tooMany('1'));
    const answer = await fetch(URL, { body: new ReadableStream() });
    expect(answer.status).toBe(429);
    expect(send).toHaveBeenCalledTimes(1);
  });

  it('stops on Ctrl-C', async () => {
    const { fetch, send, controller } = setUp(tooMany('60'));
    const answer = fetch(URL);
    controller.abort();
    await expect(answer).rejects.toMatchObject({ name: 'InterruptedError' });
    expect(send).toHaveBeenCalledTimes(1);
  });
});
