import { waitFor } from '@testing-library/dom';
import { aResponseError, english, FakeLabApi } from '../__testUtils__';
import { FakeBrowser, FakeTab } from '../__testUtils__/FakeTabs';
import { Connections } from '../browserTabs';
import { LogReader } from './LogReader';
import { describeLog } from './describe';

function aReader(
  changes: { reconnectMs?: number; connections?: Connections } = {},
) {
  const api = new FakeLabApi();
  const reader = LogReader.create({
    labId: 'a',
    query: { source: 'node' },
    api,
    t: english,
    onceBefore: callback => setTimeout(callback, 0),
    reconnectMs: 0,
    ...changes,
  });
  const shows = (text: string) =>
    waitFor(() => expect(reader.getState().lines.toText()).toBe(text));
  const is = (phase: string) =>
    waitFor(() => expect(reader.getState().phase).toBe(phase));
  return { api, reader, shows, is };
}

describe('LogReader', () => {
  it('follows a log until it ends', async () => {
    const { api, reader, shows, is } = aReader();
    reader.follow(true);
    expect(reader.getState().phase).toBe('loading');
    api.log.write('a', 'b');
    await shows('a\nb\n');
    expect(describeLog(english, reader.getState())).toBe('Following, 2 lines');
    api.log.write('c');
    api.log.break();
    await is('ended');
    expect(describeLog(english, reader.getState())).toBe('Ended, 3 lines');
  });

  it('tells of many pieces at once', async () => {
    const { api, reader, shows } = aReader();
    reader.follow(true);
    const changed = jest.fn();
    reader.subscribe(changed);
    for (let index = 0; index < 5_000; index++) {
      api.log.write('x');
    }
    await shows('x\n'.repeat(5_000));
    expect(changed.mock.calls.length).toBeLessThan(50);
  });

  it('says that a quiet log is followed, too', async () => {
    const { reader, is } = aReader();
    reader.follow(true);
    await is('following');
    expect(describeLog(english, reader.getState())).toBe('Following, 0 lines');
    reader.stop();
  });

  it('reads a log once, and again when it is told to', async () => {
    const { api, reader, shows, is } = aReader();
    reader.follow(false);
    await is('ended');
    expect(describeLog(english, reader.getState())).toBe(
      'Not followed, 1 line',
    );
    api.getLabLogs.mockResolvedValueOnce('');
    reader.start();
    await shows('');
    expect(api.followLabLogs).not.toHaveBeenCalled();
  });

  it('keeps what there is when it is not followed any more', async () => {
    const { api, reader, shows } = aReader();
    reader.follow(true);
    api.log.write('a');
    await shows('a\n');
    reader.follow(false);
    expect(api.log.signal?.aborted).toBe(true);
    expect(reader.getState().lines.toText()).toBe('a\n');
    expect(api.getLabLogs).not.toHaveBeenCalled();

    reader.follow(true);
    api.log.write('a', 'b');
    await shows('a\nb\n');
  });

  it('shows nothing new while it is paused, and all of it afterwards', async () => {
    const { api, reader, shows } = aReader();
    reader.follow(true);
    api.log.write('a');
    await shows('a\n');
    reader.pause();
    api.log.write('b', 'c');
    await waitFor(() => expect(reader.getState().waiting).toBe(2));
    expect(reader.getState().lines.toText()).toBe('a\n');
    expect(describeLog(english, reader.getState())).toBe(
      'Paused, 1 line, 2 new lines',
    );
    reader.resume();
    expect(reader.getState().lines.toText()).toBe('a\nb\nc\n');
  });

  it('keeps so much while it is paused, and says what it has lost', async () => {
    const { api, reader, shows } = aReader();
    reader.follow(true);
    api.log.write('a');
    await shows('a\n');
    reader.pause();
    api.log.push('x\n'.repeat(30_500));
    await waitFor(() => expect(reader.getState().waiting).toBe(30_500));
    reader.resume();
    const { lines } = reader.getState();
    expect(lines.at(1)).toMatch(/^11,000 lines arrived while paused/);
    expect(lines.isNote(1)).toBe(true);
    expect(lines.count).toBe(19_502);
  });

  it('connects again by itself once, and then reads it from the start', async () => {
    const { api, reader, shows, is } = aReader();
    reader.follow(true);
    api.log.write('a');
    await shows('a\n');
    api.log.break(new Error('The connection broke.'));
    await waitFor(() => expect(api.logs).toHaveLength(2));
    // It stays until there is something in its place.
    expect(reader.getState().lines.toText()).toBe('a\n');
    api.log.write('a', 'b');
    await shows('a\nb\n');

    api.log.break(new TypeError('network error'));
    await is('failed');
    expect(reader.getState().error).toBe('network error');
    expect(api.logs).toHaveLength(2);
    expect(reader.getState().lines.toText()).toBe('a\nb\n');

    reader.start();
    expect(api.logs).toHaveLength(3);
    reader.stop();
  });

  it('keeps what was shown where it breaks while paused', async () => {
    const { api, reader, shows } = aReader();
    reader.follow(true);
    api.log.write('a');
    await shows('a\n');
    reader.pause();
    api.log.break(new Error('The connection broke.'));
    await waitFor(() => expect(api.logs).toHaveLength(2));
    reader.resume();
    expect(reader.getState().lines.toText()).toBe('a\n');
    reader.pause();
    api.log.write('a', 'b');
    await waitFor(() => expect(reader.getState().waiting).toBe(2));
    reader.resume();
    expect(reader.getState().lines.toText()).toBe('a\nb\n');
    reader.stop();
  });

  it("does not insist when the server refuses, and has the server's words", async () => {
    const { api, reader, is } = aReader();
    const error = await aResponseError(409, 'ConflictError', 'It is paused.');
    api.followLabLogs.mockImplementationOnce(async function* refuse() {
      throw error;
    });
    reader.follow(true);
    await is('failed');
    expect(reader.getState().error).toBe('It is paused.');
    expect(api.followLabLogs).toHaveBeenCalledTimes(1);
  });

  it('does not connect again once it is stopped', async () => {
    const { api, reader, shows, is } = aReader({ reconnectMs: 200 });
    reader.follow(true);
    api.log.write('a');
    await shows('a\n');
    api.log.break(new Error('The connection broke.'));
    await is('reconnecting');
    reader.stop();
    // Timers that are as long end in the order in which they began.
    await new Promise(resolve => setTimeout(resolve, 200));
    expect(api.logs).toHaveLength(1);
  });

  describe('while nobody sees it', () => {
    it('needs no connection, and goes on without a gap or a line twice', async () => {
      const { api, reader, shows } = aReader();
      reader.follow(true);
      api.log.write('a', 'b', 'c');
      await shows('a\nb\nc\n');
      reader.letGo();
      expect(api.log.signal?.aborted).toBe(true);
      expect(api.logs).toHaveLength(1);

      reader.goOn();
      expect(api.logs).toHaveLength(2);
      expect(api.log.query).toMatchObject({ source: 'node', tail: 10_000 });
      expect(reader.getState().lines.toText()).toBe('a\nb\nc\n');
      api.log.write('b', 'c', 'd');
      api.log.write('e');
      await shows('a\nb\nc\nd\ne\n');
      reader.stop();
    });

    it('says where lines may be missing', async () => {
      const { api, reader, shows } = aReader();
      reader.follow(true);
      api.log.write('a');
      await shows('a\n');
      reader.letGo();
      reader.goOn();
      api.log.write('x', 'y');
      await shows(
        'a\nLines may be missing here: the log was not followed for a while\nx\ny\n',
      );
      api.log.write('z');
      await waitFor(() => expect(reader.getState().lines.count).toBe(5));
      reader.stop();
    });

    it('goes on with what came while it was paused', async () => {
      const { api, reader, shows } = aReader();
      reader.follow(true);
      api.log.write('a');
      await shows('a\n');
      reader.pause();
      api.log.write('b');
      await waitFor(() => expect(reader.getState().waiting).toBe(1));
      reader.letGo();
      reader.goOn();
      api.log.write('a', 'b', 'c');
      await waitFor(() => expect(reader.getState().waiting).toBe(2));
      reader.resume();
      await shows('a\nb\nc\n');
      reader.stop();
    });

    it('leaves alone what has ended or is not followed', async () => {
      const { api, reader, is } = aReader();
      reader.follow(false);
      await is('ended');
      reader.letGo();
      reader.goOn();
      expect(api.getLabLogs).toHaveBeenCalledTimes(1);
      expect(api.followLabLogs).not.toHaveBeenCalled();
    });
  });

  it('waits for a connection, lends it to commands, and goes on afterwards', async () => {
    const browser = new FakeBrowser();
    const connections = new Connections(new FakeTab(browser).locks);
    const others = new Connections(new FakeTab(browser).locks);
    const work = [
      await others.acquire('work'),
      await others.acquire('work'),
      await others.acquire('work'),
      await others.acquire('work'),
    ];
    const { api, reader, shows, is } = aReader({ connections });
    reader.follow(true);
    await is('waiting');
    expect(describeLog(english, reader.getState())).toBe('Waiting, 0 lines');
    expect(api.logs).toHaveLength(0);
    work[2].release();
    await waitFor(() => expect(api.logs).toHaveLength(1));
    api.log.write('a');
    await shows('a\n');

    const command = await others.acquire('work');
    await is('waiting');
    expect(api.log.signal?.aborted).toBe(true);
    command.release();
    await waitFor(() => expect(api.logs).toHaveLength(2));
    api.log.write('a', 'b');
    await shows('a\nb\n');
    reader.stop();
    await waitFor(() => expect(browser.held).toHaveLength(3));
  });

  it('opens no connection that was taken before it could use it', async () => {
    const connections = new Connections(new FakeTab(new FakeBrowser()).locks);
    const taken = new AbortController();
    taken.abort();
    const release = jest.fn();
    const acquire = jest
      .spyOn(connections, 'acquire')
      .mockResolvedValueOnce({ lost: taken.signal, release });
    const { api, reader, shows } = aReader({ connections });
    reader.follow(true);
    await waitFor(() => expect(api.logs).toHaveLength(1));
    expect(acquire).toHaveBeenCalledTimes(2);
    expect(release).toHaveBeenCalledTimes(1);
    api.log.write('a');
    await shows('a\n');
    expect(api.logs).toHaveLength(1);
    reader.stop();
  });
});
