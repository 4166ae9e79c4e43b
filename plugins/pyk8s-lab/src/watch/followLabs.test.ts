import { aLab, anEvent, aResponseError, FakeLabApi } from '../__testUtils__';
import type { FollowTiming } from './follow';
import { followLabs, type LabSource } from './followLabs';
import { labsReducer } from './labsReducer';
import { initialLabsState, type LabsState } from './labsState';

const TIMING: FollowTiming = {
  listAfterMs: 1_000,
  pollMs: 15_000,
  relistMs: 3_000,
  healthyAfterMs: 10_000,
  backoffMs: failures => failures * 1_000,
};

function follow(
  api: FakeLabApi,
  timing: Partial<FollowTiming> = {},
  source: Partial<LabSource> = {},
) {
  const controller = new AbortController();
  const world = {
    state: initialLabsState as LabsState,
    finished: false,
    stop: () => controller.abort(),
    names: () => [...world.state.labs.values()].map(({ lab }) => lab.name),
  };
  followLabs({
    source: {
      async *list() {
        yield (await api.listLabs()).items;
      },
      stream: options => api.streamLabs(options),
      ...source,
    },
    generation: 1,
    dispatch: action => {
      world.state = labsReducer(world.state, action);
    },
    signal: controller.signal,
    timing: { ...TIMING, ...timing },
  }).then(() => {
    world.finished = true;
  });
  return world;
}

// Time is the point of most of these tests, so they choose it.
const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms);
const HOUR = 3_600_000;

describe('followLabs', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('reads the list once, and then only listens', async () => {
    const api = new FakeLabApi([aLab()]);
    const world = follow(api);
    await pass(0);
    expect(world.state).toMatchObject({ load: 'ready', connection: 'live' });
    expect(world.names()).toEqual(['demo']);

    await pass(HOUR);
    expect(api.listLabs).toHaveBeenCalledTimes(1);
    expect(api.streamLabs).toHaveBeenCalledTimes(1);

    api.stream.push(anEvent(1, aLab({ id: 'other', name: 'other' })));
    await pass(0);
    expect(world.names()).toEqual(['demo', 'other']);
    world.stop();
  });

  it('reads the list after the stream has opened, so that nothing is missed', async () => {
    const api = new FakeLabApi();
    const order: string[] = [];
    api.streamLabs.mockImplementation(options => {
      const original = new FakeLabApi().streamLabs({
        ...options,
        onOpen: () => {
          order.push('open');
          options?.onOpen?.();
        },
      });
      return original;
    });
    api.listLabs.mockImplementation(async () => {
      order.push('list');
      return { items: [], totalItems: 0, pageInfo: {} };
    });
    const world = follow(api);
    await pass(0);
    expect(order).toEqual(['open', 'list']);
    world.stop();
  });

  it('does not wait for a stream that takes long, and catches up when it opens', async () => {
    const api = new FakeLabApi([aLab()]);
    api.opensStreams = false;
    const world = follow(api);
    await pass(999);
    expect(api.listLabs).not.toHaveBeenCalled();
    await pass(1);
    expect(world.names()).toEqual(['demo']);
    expect(world.state.connection).toBe('connecting');

    api.stream.open();
    await pass(0);
    expect(api.listLabs).toHaveBeenCalledTimes(2);
    expect(world.state.connection).toBe('live');
    world.stop();
  });

  it('resumes after the last event when the stream breaks', async () => {
    const api = new FakeLabApi();
    const world = follow(api);
    await pass(0);
    api.stream.push(anEvent(41, aLab()), anEvent(42, aLab({ version: 2 })));
    await pass(0);

    api.opensStreams = false;
    api.stream.break(new Error('connection reset'));
    await pass(0);
    expect(world.state.connection).toBe('reconnecting');
    expect(api.streamLabs).toHaveBeenCalledTimes(1);

    await pass(1_000);
    expect(api.streamLabs).toHaveBeenCalledTimes(2);
    expect(api.stream.options.lastEventId).toBe(42);

    api.stream.open();
    api.stream.push(anEvent(43, aLab({ version: 3, name: 'renamed' })));
    await pass(0);
    expect(world.state.connection).toBe('live');
    expect(world.names()).toEqual(['renamed']);
    // The replay closes the gap: nothing had to be listed again.
    expect(api.listLabs).toHaveBeenCalledTimes(1);
    world.stop();
  });

  it('resumes when the server ends the stream, for example on a restart', async () => {
    const api = new FakeLabApi();
    const world = follow(api);
    await pass(0);
    api.stream.break();
    await pass(1_000);
    expect(api.streamLabs).toHaveBeenCalledTimes(2);
    expect(world.state.connection).toBe('live');
    world.stop();
  });

  it('waits longer after each failure, and starts over after a stream that was open', async () => {
    const api = new FakeLabApi();
    const waits: number[] = [];
    const world = follow(api, {
      backoffMs: failures => {
        waits.push(failures);
        return 1_000;
      },
    });
    await pass(0);
    for (let attempt = 0; attempt < 3; attempt += 1) {
      api.stream.break(new Error('refused'));
      await pass(1_000);
    }
    await pass(10_000);
    api.stream.break(new Error('reset'));
    await pass(0);
    expect(waits).toEqual([1, 2, 3, 1]);
    world.stop();
  });

  it('polls only while the stream is broken', async () => {
    const api = new FakeLabApi([aLab()]);
    const world = follow(api);
    await pass(0);
    expect(api.listLabs).toHaveBeenCalledTimes(1);

    api.opensStreams = false;
    api.stream.break(new Error('reset'));
    await pass(14_999);
    expect(api.listLabs).toHaveBeenCalledTimes(1);
    await pass(1);
    expect(api.listLabs).toHaveBeenCalledTimes(2);
    await pass(15_000);
    expect(api.listLabs).toHaveBeenCalledTimes(3);

    api.stream.open();
    await pass(0);
    api.listLabs.mockClear();
    await pass(HOUR);
    expect(api.listLabs).not.toHaveBeenCalled();
    world.stop();
  });

  it('reads the list again that failed while the stream is open', async () => {
    const api = new FakeLabApi([aLab()]);
    api.listLabs.mockRejectedValueOnce(new TypeError('Failed to fetch'));
    const world = follow(api);
    await pass(0);
    expect(world.state).toMatchObject({ load: 'failed', connection: 'live' });
    await pass(3_000);
    expect(world.names()).toEqual(['demo']);
    await pass(HOUR);
    expect(api.listLabs).toHaveBeenCalledTimes(2);
    world.stop();
  });

  it('still shows the labs where streams do not work at all', async () => {
    const api = new FakeLabApi([aLab()]);
    api.streamLabs.mockImplementation(() => {
      throw new Error('blocked by a proxy');
    });
    const world = follow(api);
    await pass(0);
    expect(world.names()).toEqual(['demo']);
    expect(world.state.connection).toBe('reconnecting');
    expect(api.listLabs).toHaveBeenCalledTimes(1);
    world.stop();
  });

  it('tries again at once when the network returns', async () => {
    const api = new FakeLabApi();
    const world = follow(api, { backoffMs: () => 30_000 });
    await pass(0);
    api.stream.break(new Error('network is down'));
    await pass(0);
    expect(api.streamLabs).toHaveBeenCalledTimes(1);
    window.dispatchEvent(new Event('online'));
    await pass(0);
    expect(api.streamLabs).toHaveBeenCalledTimes(2);
    world.stop();
  });

  it('drops a connection that slept with the machine', async () => {
    const api = new FakeLabApi();
    const world = follow(api);
    await pass(0);
    jest.setSystemTime(Date.now() + HOUR);
    await pass(30_000);
    await pass(1_000);
    expect(api.streamLabs).toHaveBeenCalledTimes(2);
    expect(api.streams[0].options.signal?.aborted).toBe(true);
    world.stop();
  });

  describe('notices', () => {
    it('are no events: the stream is resumed after the last event', async () => {
      const api = new FakeLabApi([aLab()]);
      const world = follow(api);
      await pass(0);
      api.stream.push(
        anEvent(41, aLab()),
        { type: 'lab.queue', lab: aLab({ queuePosition: 2 }) },
        { type: 'lab.hidden', labId: aLab().id },
      );
      await pass(0);
      expect(world.names()).toEqual([]);
      expect(world.state.events).toHaveLength(1);

      api.stream.break(new Error('reset'));
      await pass(1_000);
      expect(api.stream.options.lastEventId).toBe(41);
      world.stop();
    });

    it('make it read the list again when other labs may be seen', async () => {
      const api = new FakeLabApi([aLab()]);
      const world = follow(api);
      await pass(10_000);
      api.setLabs([aLab({ id: 'other', name: 'other' })]);
      api.stream.push({ type: 'access.changed' });
      await pass(0);
      expect(world.names()).toEqual(['other']);
      expect(world.state.accessChanges).toBe(1);

      // Not once for each of many changes.
      api.stream.push({ type: 'access.changed' }, { type: 'access.changed' });
      await pass(2_999);
      expect(api.listLabs).toHaveBeenCalledTimes(2);
      await pass(1);
      expect(api.listLabs).toHaveBeenCalledTimes(3);
      world.stop();
    });

    it('make it list again, rather than resume, where it breaks right after that', async () => {
      const api = new FakeLabApi([aLab()]);
      const world = follow(api);
      await pass(0);
      api.stream.push(anEvent(900, aLab({ version: 2 })));
      await pass(0);
      api.stream.push({ type: 'access.changed' });
      await pass(0);
      api.setLabs([aLab({ id: 'other', name: 'other' })]);
      api.stream.break(new Error('reset'));
      await pass(1_000);
      expect(api.streams).toHaveLength(2);
      expect(api.stream.options.lastEventId).toBeUndefined();
      expect(world.names()).toEqual(['other']);
      world.stop();
    });

    it('hide all when the list is refused after that', async () => {
      const api = new FakeLabApi([aLab()]);
      const world = follow(api);
      await pass(10_000);
      api.listLabs.mockRejectedValue(
        await aResponseError(404, 'NotFoundError', 'No such lab'),
      );
      api.stream.push({ type: 'access.changed' });
      await pass(0);
      expect(world.names()).toEqual([]);
      expect(world.state.hidden.get(aLab().id)?.lab?.name).toBe('demo');
      world.stop();
    });
  });

  describe('a source that does not take every lab', () => {
    const mine = aLab({ id: 'mine', name: 'mine' });
    const other = aLab({ id: 'other', name: 'other' });

    it('drops what belongs elsewhere', async () => {
      const api = new FakeLabApi([mine]);
      const world = follow(
        api,
        {},
        { place: lab => (lab.name === 'mine' ? 'here' : 'elsewhere') },
      );
      await pass(0);
      api.stream.push(anEvent(1, other), { type: 'lab.queue', lab: other });
      await pass(0);
      expect(world.names()).toEqual(['mine']);
      api.stream.push(anEvent(2, { ...mine, name: 'given', version: 2 }));
      await pass(0);
      expect(world.names()).toEqual([]);
      expect(api.listLabs).toHaveBeenCalledTimes(1);
      world.stop();
    });

    it('reads the list again where only the server knows, but not too often', async () => {
      const api = new FakeLabApi([mine]);
      const world = follow(api, {}, { place: () => 'unsure' });
      await pass(10_000);
      for (let seq = 1; seq <= 50; seq += 1) {
        api.stream.push(anEvent(seq, other));
      }
      await pass(0);
      expect(world.names()).toEqual(['mine']);
      expect(api.listLabs).toHaveBeenCalledTimes(2);
      await pass(3_000);
      expect(api.listLabs).toHaveBeenCalledTimes(3);
      await pass(HOUR);
      expect(api.listLabs).toHaveBeenCalledTimes(3);
      world.stop();
    });

    it('reads the list at once when the source says so', async () => {
      const api = new FakeLabApi([mine]);
      let tell = () => {};
      const forget = jest.fn();
      const world = follow(
        api,
        {},
        {
          onStale: listener => {
            tell = listener;
            return forget;
          },
        },
      );
      await pass(0);
      tell();
      await pass(0);
      expect(api.listLabs).toHaveBeenCalledTimes(2);
      world.stop();
      await pass(0);
      expect(forget).toHaveBeenCalledTimes(1);
    });
  });

  describe('a page that nobody sees', () => {
    let isHidden = false;
    const setHidden = (hidden: boolean) => {
      isHidden = hidden;
      document.dispatchEvent(new Event('visibilitychange'));
    };
    beforeEach(() => {
      isHidden = false;
      jest.spyOn(document, 'hidden', 'get').mockImplementation(() => isHidden);
    });
    afterEach(() => {
      jest.restoreAllMocks();
    });

    it('lets its connection go, and resumes without a gap when it is seen', async () => {
      const api = new FakeLabApi([aLab()]);
      const world = follow(api);
      await pass(0);
      api.stream.push(anEvent(41, aLab({ version: 2 })));
      await pass(0);
      setHidden(true);
      await pass(4_999);
      expect(api.stream.options.signal?.aborted).toBe(false);
      await pass(1);
      expect(api.stream.options.signal?.aborted).toBe(true);
      await pass(HOUR);
      expect(api.streamLabs).toHaveBeenCalledTimes(1);
      expect(api.listLabs).toHaveBeenCalledTimes(1);
      expect(world.state.connection).toBe('live');

      setHidden(false);
      await pass(0);
      expect(api.stream.options.lastEventId).toBe(41);
      // What notices told of is not replayed.
      expect(api.listLabs).toHaveBeenCalledTimes(2);
      world.stop();
    });

    it('keeps its connection while people only glance at another tab', async () => {
      const api = new FakeLabApi();
      const world = follow(api);
      await pass(0);
      setHidden(true);
      await pass(3_000);
      setHidden(false);
      await pass(HOUR);
      expect(api.streamLabs).toHaveBeenCalledTimes(1);
      world.stop();
    });

    it.each([
      ['freeze', () => document.dispatchEvent(new Event('freeze'))],
      ['pagehide', () => window.dispatchEvent(new Event('pagehide'))],
    ])('lets its connection go at once on %s', async (_event, happen) => {
      const api = new FakeLabApi();
      const world = follow(api);
      await pass(0);
      isHidden = true;
      happen();
      await pass(0);
      expect(api.stream.options.signal?.aborted).toBe(true);
      isHidden = false;
      window.dispatchEvent(new Event('pageshow'));
      await pass(0);
      expect(api.streamLabs).toHaveBeenCalledTimes(2);
      world.stop();
    });

    it('asks for nothing before it is seen first', async () => {
      const api = new FakeLabApi([aLab()]);
      isHidden = true;
      const world = follow(api);
      await pass(HOUR);
      expect(api.streamLabs).not.toHaveBeenCalled();
      expect(api.listLabs).not.toHaveBeenCalled();
      setHidden(false);
      await pass(0);
      expect(world.names()).toEqual(['demo']);
      world.stop();
      await pass(0);
      expect(jest.getTimerCount()).toBe(0);
    });
  });

  it('gives up on what does not exist', async () => {
    const api = new FakeLabApi();
    api.listLabs.mockRejectedValue(
      await aResponseError(404, 'NotFoundError', 'No such lab'),
    );
    const world = follow(api);
    await pass(0);
    expect(world.state.load).toBe('failed');
    expect(world.finished).toBe(true);
    await pass(HOUR);
    expect(api.listLabs).toHaveBeenCalledTimes(1);
    expect(api.streamLabs).toHaveBeenCalledTimes(1);
  });

  it('ends with its signal', async () => {
    const api = new FakeLabApi();
    const world = follow(api);
    await pass(0);
    world.stop();
    await pass(0);
    expect(world.finished).toBe(true);
    expect(api.stream.options.signal?.aborted).toBe(true);
    expect(jest.getTimerCount()).toBe(0);
  });
});
