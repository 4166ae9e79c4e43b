import { mockServices } from '@backstage/backend-test-utils';
import { aLab, anId, LabApiServer } from '@internal/test-utils';
import { eventually } from '../__testUtils__/eventually';
import { LabReader } from './LabReader';

const ALL_BUT_TIMEOUTS = [
  'Date',
  'hrtime',
  'nextTick',
  'performance',
  'queueMicrotask',
  'setImmediate',
  'clearImmediate',
  'setInterval',
  'clearInterval',
] as const;

describe('LabReader', () => {
  let api: LabApiServer;
  let reader: LabReader;
  const signal = new AbortController().signal;

  beforeEach(async () => {
    api = await LabApiServer.start();
    reader = LabReader.create({
      auth: mockServices.auth(),
      discovery: mockServices.discovery.mock({
        getBaseUrl: async () => api.url,
      }),
    });
  });

  afterEach(async () => {
    jest.useRealTimers();
    await api.stop();
  });

  it('authenticates as the plugin', async () => {
    await reader.list(signal);
    const { authorization } = api.requests[0];
    expect(authorization).toMatch(/^Bearer mock-service-token:/);
    expect(authorization).toMatch(/"target":"pyk8s-lab"/);
    expect(authorization).not.toMatch(/user/);
  });

  it('finds a lab or nothing, and throws on errors', async () => {
    api.happen(aLab({ n: 1 }));
    expect(await reader.find(anId(1), signal)).toMatchObject({ id: anId(1) });
    expect(await reader.find(anId(2), signal)).toBeUndefined();
    api.intercept = () => 503;
    await expect(reader.find(anId(1), signal)).rejects.toThrow(/503/);
  });

  it('throws instead of returning an incomplete list', async () => {
    api.pageSize = 1;
    [1, 2, 3].forEach(n => api.happen(aLab({ n })));
    expect(await reader.list(signal)).toMatchObject({
      labs: [{ id: anId(1) }, { id: anId(2) }, { id: anId(3) }],
      pages: 3,
    });
    api.intercept = ({ query }) =>
      query.get('cursor') === '2' ? 500 : undefined;
    await expect(reader.list(signal)).rejects.toThrow(/500/);
  });

  it('aborts a list with its signal, also in the middle of a response', async () => {
    const stop = new AbortController();
    let asked = false;
    api.intercept = () => {
      asked = true;
      return new Promise(() => undefined);
    };
    const list = reader.list(stop.signal);
    await eventually(() => asked);
    stop.abort(new Error('enough'));
    await expect(list).rejects.toThrow('enough');
  });

  it('has a time limit for a stream to open', async () => {
    jest.useFakeTimers({ doNotFake: [...ALL_BUT_TIMEOUTS] });
    let asked = false;
    api.intercept = () => {
      asked = true;
      return new Promise(() => undefined);
    };
    const frame = reader
      .follow({ lastEventId: undefined, signal, onOpen: () => undefined })
      .next();
    while (!asked) {
      await new Promise(resolve => setImmediate(resolve));
    }
    jest.advanceTimersByTime(30_000);
    await expect(frame).rejects.toThrow('took too long');
  });

  it('waits for events of an open stream for any time', async () => {
    jest.useFakeTimers({ doNotFake: [...ALL_BUT_TIMEOUTS] });
    let open = false;
    const frames = reader.follow({
      lastEventId: undefined,
      signal,
      onOpen: () => {
        open = true;
      },
    });
    const frame = frames.next();
    while (!open) {
      await new Promise(resolve => setImmediate(resolve));
    }
    // Less than the silence after which the client closes a connection.
    jest.advanceTimersByTime(40_000);
    api.happen(aLab({ n: 1 }));
    expect(await frame).toMatchObject({ value: { labId: anId(1) } });
    await frames.return(undefined);
  });
});
