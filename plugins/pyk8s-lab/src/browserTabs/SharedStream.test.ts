import type { LabStreamFrame } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { aJob, aLab, anEvent, FakeLabApi } from '../__testUtils__';
import { FakeBrowser, FakeTab } from '../__testUtils__/FakeTabs';
import { SharedStream } from './SharedStream';

const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms);
const soon = () => pass(0);
const SECOND = 1_000;

/** A part of a page that reads, and what it got. */
interface Reading {
  opened: number;
  frames: LabStreamFrame[];
  seqs: () => number[];
  isOver: boolean;
  error?: Error;
  stop: () => void;
}

function aPage(browser: FakeBrowser, server: FakeLabApi, key = 'ada') {
  const tab = new FakeTab(browser);
  const stream = new SharedStream({
    key,
    locks: tab.locks,
    openChannel: tab.openChannel,
    open: options => server.streamLabs(options),
  });
  const read = (
    options: { lab?: string; lastEventId?: number } = {},
  ): Reading => {
    const controller = new AbortController();
    const reading: Reading = {
      opened: 0,
      frames: [],
      seqs: () =>
        reading.frames.flatMap(frame => ('seq' in frame ? [frame.seq] : [])),
      isOver: false,
      stop: () => controller.abort(),
    };
    const follow = async () => {
      const frames = stream.stream({
        ...options,
        signal: controller.signal,
        onOpen: () => {
          reading.opened += 1;
        },
      });
      try {
        for await (const frame of frames) {
          reading.frames.push(frame);
        }
      } catch (error) {
        reading.error = error as Error;
      }
      reading.isOver = true;
    };
    follow();
    return reading;
  };
  return { tab, read };
}

const event = (seq: number, id = 'demo') =>
  anEvent(seq, aLab({ id, version: seq }));

describe('SharedStream', () => {
  let browser: FakeBrowser;
  let server: FakeLabApi;

  beforeEach(() => {
    jest.useFakeTimers();
    browser = new FakeBrowser();
    server = new FakeLabApi();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  const openConnections = () =>
    server.streams.filter(({ options }) => !options.signal?.aborted);

  it('gives one connection to seven tabs, and each event to each of them', async () => {
    const pages = Array.from({ length: 7 }, () => aPage(browser, server));
    const readings = pages.flatMap(({ read }) => [read(), read()]);
    await soon();
    expect(server.streams).toHaveLength(1);
    expect(readings.filter(({ opened }) => opened > 0)).toHaveLength(14);

    server.stream.push(event(1), { type: 'access.changed' });
    await soon();
    for (const { frames } of readings) {
      expect(frames).toEqual([event(1), { type: 'access.changed' }]);
    }
  });

  it('passes on only what is about the lab that is meant', async () => {
    const all = aPage(browser, server).read();
    const one = aPage(browser, server).read({ lab: 'demo' });
    await soon();
    const frames: LabStreamFrame[] = [
      event(1, 'other'),
      event(2),
      { type: 'lab.hidden', labId: 'other' },
      { type: 'lab.queue', lab: aLab({ id: 'demo' }) },
      { type: 'access.changed' },
      { type: 'job.progress', job: aJob({ labId: 'other' }) },
      { type: 'job.progress', job: aJob({ labId: 'demo' }) },
    ];
    server.stream.push(...frames);
    await soon();
    expect(all.frames).toEqual(frames);
    expect(one.frames).toEqual([1, 3, 4, 6].map(index => frames[index]));
  });

  it('keeps people apart who use one browser', async () => {
    const ada = aPage(browser, server, 'ada').read();
    await soon();
    const grace = aPage(browser, server, 'grace').read();
    await soon();
    expect(server.streams).toHaveLength(2);
    server.streams[0].push(event(1));
    server.streams[1].push(event(2));
    await soon();
    expect([ada.seqs(), grace.seqs()]).toEqual([[1], [2]]);
  });

  it('posts no token, whatever it does', async () => {
    const posted: unknown[] = [];
    const watcher = new FakeTab(browser);
    const [page] = [aPage(browser, server), aPage(browser, server)].map(
      ({ read }) => read(),
    );
    await soon();
    const channel = watcher.openChannel('pyk8s-lab/events/1/ada');
    channel.onmessage = ({ data }) => posted.push(data);
    aPage(browser, server).read({ lastEventId: 3 });
    server.stream.push(event(1));
    page.stop();
    await pass(10 * SECOND);
    const known = ['join', 'leave', 'leading', 'alive', 'accepted', 'frame'];
    expect(posted.length).toBeGreaterThan(3);
    for (const message of posted) {
      expect(known).toContain((message as { type: string }).type);
    }
    expect(JSON.stringify(posted)).not.toMatch(/token|authorization|bearer/i);
  });

  it('has a stream of its own where the browser refuses locks', async () => {
    const tab = new FakeTab(browser);
    const stream = new SharedStream({
      key: 'ada',
      locks: {
        request: async () => {
          throw new DOMException('', 'SecurityError');
        },
      },
      openChannel: tab.openChannel,
      open: options => server.streamLabs(options),
    });
    const next = stream.stream({}).next();
    await soon();
    server.stream.push(event(1));
    expect(await next).toMatchObject({ value: { seq: 1 } });
    expect(server.streams).toHaveLength(1);
  });

  describe('when the leader goes', () => {
    it('goes on from the last event in another tab, without a gap', async () => {
      const leader = aPage(browser, server);
      leader.read();
      await soon();
      const others = [aPage(browser, server), aPage(browser, server)].map(
        ({ read }) => read(),
      );
      await soon();
      server.stream.push(event(41), event(42));
      await soon();

      leader.tab.close();
      await pass(SECOND);
      expect(server.streams).toHaveLength(2);
      expect(server.stream.options.lastEventId).toBe(42);
      server.stream.push(event(43));
      await soon();
      for (const reading of others) {
        expect(reading.seqs()).toEqual([41, 42, 43]);
        expect(reading.isOver).toBe(false);
        // A reader without an event lists again, so that nothing is missed.
        expect(reading.opened).toBe(2);
      }
    });

    it('hands over when nothing in it reads any more, and costs nothing then', async () => {
      const first = aPage(browser, server).read();
      await soon();
      const second = aPage(browser, server).read();
      await soon();
      server.stream.push(event(1));
      await soon();

      first.stop();
      await pass(2 * SECOND);
      expect(openConnections()).toHaveLength(1);
      expect(server.stream.options.lastEventId).toBe(1);
      second.stop();
      await pass(2 * SECOND);
      expect(openConnections()).toHaveLength(0);
      expect(browser.held).toEqual([]);
      expect(browser.channels).toEqual([]);
      expect(jest.getTimerCount()).toBe(0);
    });

    it('keeps the connection from one page of the portal to the next', async () => {
      const { read } = aPage(browser, server);
      const before = read();
      await soon();
      before.stop();
      await pass(SECOND / 2);
      const after = read();
      await pass(10 * SECOND);
      expect(server.streams).toHaveLength(1);
      expect(after.opened).toBe(1);
    });

    it('takes the office from a leader that is frozen', async () => {
      const leader = aPage(browser, server);
      const frozen = leader.read();
      await soon();
      const other = aPage(browser, server).read();
      await soon();
      server.stream.push(event(7));
      await soon();
      leader.tab.freeze();
      await pass(25 * SECOND);
      expect(server.stream.options.lastEventId).toBe(7);
      expect(openConnections()).toHaveLength(1);
      server.stream.push(event(8));
      await soon();
      expect(other.seqs()).toEqual([7, 8]);
      expect(frozen.seqs()).toEqual([7]);
    });

    it('leaves a quiet leader alone', async () => {
      aPage(browser, server).read();
      await soon();
      aPage(browser, server).read();
      await pass(3_600 * SECOND);
      expect(server.streams).toHaveLength(1);
    });
  });

  describe('a reader that comes late', () => {
    it('gets what it missed from what the leader remembers', async () => {
      aPage(browser, server).read({ lastEventId: 10 });
      await soon();
      server.stream.push(event(11), event(12), {
        type: 'lab.hidden',
        labId: 'other',
      });
      await soon();
      const late = aPage(browser, server).read({ lastEventId: 11 });
      await soon();
      expect(server.streams).toHaveLength(1);
      expect(late.frames).toEqual([
        event(12),
        { type: 'lab.hidden', labId: 'other' },
      ]);
    });

    it('makes the leader reconnect for events that it does not remember', async () => {
      const early = aPage(browser, server).read();
      await soon();
      server.stream.push(event(50));
      await soon();
      const late = aPage(browser, server).read({ lastEventId: 40 });
      await soon();
      expect(server.streams).toHaveLength(2);
      expect(server.streams[0].options.signal?.aborted).toBe(true);
      expect(server.stream.options.lastEventId).toBe(40);
      server.stream.push(event(45), event(50), event(51));
      await soon();
      expect(late.seqs()).toEqual([45, 50, 51]);
      expect(early.seqs()).toEqual([50, 51]);
    });

    it('resumes one lab from where all labs stood', async () => {
      const { read } = aPage(browser, server);
      const first = read({ lab: 'demo' });
      await soon();
      server.stream.push(event(1), event(2, 'other'), event(3, 'other'));
      await soon();
      expect(first.seqs()).toEqual([1]);
      first.stop();
      await pass(5 * SECOND);
      read({ lab: 'demo', lastEventId: 1 });
      await soon();
      expect(server.stream.options.lastEventId).toBe(3);
    });
  });

  it('keeps no place for a lab of which it has seen nothing', async () => {
    const { read } = aPage(browser, server);
    const first = read({ lab: 'demo' });
    await soon();
    server.stream.push(event(3, 'other'));
    await soon();
    first.stop();
    await pass(5 * SECOND);
    read({ lab: 'demo' });
    await soon();
    expect(server.streams).toHaveLength(2);
    expect(server.stream.options.lastEventId).toBeUndefined();
  });

  describe('a connection that ends', () => {
    it('ends for all, and begins again when the first comes back', async () => {
      const pages = [aPage(browser, server), aPage(browser, server)];
      const readings = pages.map(({ read }) => read());
      await soon();
      server.stream.push(event(1));
      await soon();
      server.stream.break(new Error('reset'));
      await soon();
      expect(readings.map(({ isOver }) => isOver)).toEqual([true, true]);

      pages[1].read({ lastEventId: 1 });
      await pass(SECOND);
      expect(server.streams).toHaveLength(2);
      expect(server.stream.options.lastEventId).toBe(1);
    });

    it('gives another tab the chance when it could not be opened', async () => {
      const refused = new FakeLabApi();
      refused.streamLabs.mockImplementation(() => {
        throw new Error('401');
      });
      const unlucky = aPage(browser, refused);
      const first = unlucky.read();
      await soon();
      expect(first.error?.message).toBe('401');
      unlucky.read();
      const lucky = aPage(browser, server);
      // It meets the unlucky leader's end, and comes back as pages do.
      lucky.read();
      await pass(SECOND);
      const again = lucky.read();
      await pass(SECOND);
      expect(again.opened).toBe(1);
    });

    it('starts over when the machine has slept', async () => {
      const reading = aPage(browser, server).read();
      await soon();
      window.dispatchEvent(new Event('online'));
      await soon();
      expect(reading.isOver).toBe(true);
      expect(openConnections()).toHaveLength(0);
    });

    it('goes by new numbers after a reset of the database', async () => {
      const readings = [aPage(browser, server), aPage(browser, server)].map(
        ({ read }) => read({ lastEventId: 900 }),
      );
      await soon();
      server.stream.push(event(1), event(2));
      await soon();
      for (const reading of readings) {
        expect(reading.seqs()).toEqual([1, 2]);
      }
    });

    it('goes by new numbers also for readers that join after the reset', async () => {
      const leader = aPage(browser, server);
      leader.read({ lastEventId: 900 });
      await soon();
      server.stream.push(event(1));
      await soon();
      const late = [leader, aPage(browser, server)].map(({ read }) =>
        read({ lastEventId: 900 }),
      );
      await soon();
      server.stream.push(event(2));
      await soon();
      for (const reading of late) {
        expect(reading.seqs()).toEqual([1, 2]);
        // What came before the leader connected is only in the list.
        expect(reading.frames).toContainEqual({ type: 'access.changed' });
      }
      expect(server.streams).toHaveLength(1);
    });

    it('forgets the old numbers when it is told to list before any event', async () => {
      const leader = aPage(browser, server);
      const first = leader.read({ lastEventId: 900 });
      await soon();
      const other = aPage(browser, server).read({ lastEventId: 900 });
      await soon();
      server.stream.push({ type: 'access.changed' });
      await soon();
      for (const { frames } of [first, other]) {
        expect(frames).toEqual([{ type: 'access.changed' }]);
      }

      leader.tab.close();
      await pass(SECOND);
      // All that comes is new to those who list the labs.
      expect(server.streams).toHaveLength(2);
      expect(server.stream.options.lastEventId).toBeUndefined();
      server.stream.push(event(5));
      await soon();
      expect(other.seqs()).toEqual([5]);
    });

    it('keeps its place when rights change later on', async () => {
      const leader = aPage(browser, server);
      leader.read({ lastEventId: 900 });
      await soon();
      aPage(browser, server).read({ lastEventId: 900 });
      await soon();
      server.stream.push(event(901), { type: 'access.changed' });
      await soon();
      leader.tab.close();
      await pass(SECOND);
      expect(server.stream.options.lastEventId).toBe(901);
    });

    it('lets readers be ahead of a connection that has yet to catch up', async () => {
      const leader = aPage(browser, server);
      leader.read({ lastEventId: 42 });
      await soon();
      const ahead = aPage(browser, server).read({ lastEventId: 44 });
      await soon();
      server.stream.push(event(43), event(44), event(45));
      await soon();
      expect(ahead.seqs()).toEqual([45]);
    });
  });
});
