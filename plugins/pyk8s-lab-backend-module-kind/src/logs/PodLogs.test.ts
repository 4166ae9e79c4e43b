import { setImmediate as turn } from 'node:timers/promises';
import { aWorld, ofPod, read } from './__testUtils__/readLogs';
import { LogRefusal } from './pods/LogReader';

/** A log that ends with an error. */
async function* failing(
  parts: string[],
  error: Error,
): AsyncGenerator<Uint8Array, void> {
  for (const part of parts) {
    yield Buffer.from(part);
  }
  throw error;
}

describe('the logs of a pod', () => {
  it('default to those of its first container', async () => {
    const world = aWorld();

    expect(await read(world, ofPod)).toBe('a line\n');
    await read(
      world,
      { ...ofPod, container: 'prepare', previous: true },
      { follow: true, sinceSeconds: 60, tailLines: 0 },
    );

    expect(world.logReader.wanted).toEqual([
      {
        namespace: 'default',
        pod: 'web-0',
        container: 'web',
        previous: false,
        tailLines: 7,
        sinceSeconds: undefined,
        follow: false,
      },
      {
        namespace: 'default',
        pod: 'web-0',
        container: 'prepare',
        previous: true,
        tailLines: 0,
        sinceSeconds: 60,
        follow: true,
      },
    ]);
  });

  it.each([
    [{ ...ofPod, pod: 'web-1' }, 'no pod web-1'],
    [{ ...ofPod, pod: 'web-1' }, 'there is web-0'],
    [{ ...ofPod, namespace: 'other' }, 'there is none'],
    [{ ...ofPod, container: 'x' }, 'there is prepare, web, proxy'],
    [{ ...ofPod, pod: 'web-0/log' }, 'can be no pod'],
  ])('that does not exist are an error: %j', async (source, hint) => {
    const world = aWorld();

    await expect(read(world, source)).rejects.toMatchObject({
      name: 'InputError',
      message: expect.stringContaining(hint),
    });
    expect(world.logReader.wanted).toEqual([]);
  });

  it('names a readable number of pods', async () => {
    const world = aWorld();
    const [pod] = world.logReader.there;
    world.logReader.there = Array.from({ length: 30 }, (_, index) => ({
      ...pod,
      name: `pod-${index}`,
    }));

    await expect(read(world, ofPod)).rejects.toThrow(/pod-19 and more\.$/);
  });

  it.each([
    [400, 'InputError', 'container "web" is waiting to start'],
    [404, 'InputError', 'There is no pod web-0'],
    [500, 'Error', 'container "web" is waiting to start'],
  ])('are refused with HTTP %i', async (status, name, words) => {
    const world = aWorld();
    world.logReader.log = () =>
      failing(
        [],
        new LogRefusal(status, 'container "web" is waiting to start'),
      );

    await expect(read(world, ofPod)).rejects.toMatchObject({
      name,
      message: expect.stringContaining(words),
    });
  });

  it('report a broken connection', async () => {
    const world = aWorld();
    world.logReader.log = () =>
      failing(
        ['some'],
        Object.assign(new Error('aborted'), { code: 'ECONNRESET' }),
      );

    await expect(read(world, ofPod, { follow: true })).rejects.toThrow(
      'broke off the log: ECONNRESET',
    );
  });

  it('are read as fast as they are consumed', async () => {
    const world = aWorld();
    const events: string[] = [];
    world.logReader.log = async function* log() {
      for (const part of ['one', 'two']) {
        events.push(`read ${part}`);
        yield Buffer.from(part);
      }
    };

    await read(world, ofPod, {
      onOutput: async chunk => {
        await turn();
        events.push(`took ${Buffer.from(chunk)}`);
      },
    });

    expect(events).toEqual(['read one', 'took one', 'read two', 'took two']);
  });

  it.each([
    [true, undefined],
    [false, 'cancelled'],
  ])('end when aborted, followed: %s', async (follow, words) => {
    const world = aWorld();
    const controller = new AbortController();
    const reason = new Error('cancelled');

    const error = await read(world, ofPod, {
      follow,
      signal: controller.signal,
      onOutput: () => {
        controller.abort(reason);
        return new Promise(() => undefined);
      },
    }).then(
      () => undefined,
      thrown => thrown,
    );

    expect(error?.message).toBe(words);
    expect(world.logReader.ended).toBe(1);
  });
});
