import { aLab } from '../__testUtils__/builders';
import { boundedData, boundedFields, boundedMessage } from './bounds';

const LONG = 'x'.repeat(1_000_000);

describe('boundedFields', () => {
  it('leaves an ordinary lab as it is', () => {
    const lab = aLab({
      statusMessage: 'Two lines\nof words.',
      conditions: { dns: { status: 'ok', message: 'CoreDNS is available.' } },
      nodes: [{ name: 'lab-1-control-plane', role: 'worker', state: 'ready' }],
      serverVersion: 'v1.34.4',
      endpoint: 'https://127.0.0.1:6443',
    });
    expect(boundedFields(lab)).toEqual(lab);
  });

  it('bounds everything that a cluster had a say in', () => {
    const lab = boundedFields(
      aLab({
        statusMessage: LONG,
        conditions: Object.fromEntries(
          Array.from({ length: 10_000 }, (_, index) => [
            `${index}${LONG.slice(0, 1_000)}`,
            { status: 'failed', message: LONG },
          ]),
        ),
        nodes: Array.from({ length: 10_000 }, () => ({
          name: LONG,
          role: 'worker',
          state: LONG,
        })),
        serverVersion: LONG,
        endpoint: LONG,
      }),
    );
    expect(JSON.stringify(lab).length).toBeLessThan(150_000);
  });

  it('takes out what a database refuses', () => {
    const { statusMessage, conditions } = boundedFields({
      statusMessage: 'a\u0000b',
      conditions: { dns: { status: 'ok', message: 'c\ud800d' } },
    });
    expect([statusMessage, conditions?.dns.message]).toEqual([
      'a\ufffdb',
      'c\ufffdd',
    ]);
  });

  it('adds no field that is not there', () => {
    expect(boundedFields({ progress: 1, endpoint: undefined })).toEqual({
      progress: 1,
      endpoint: undefined,
    });
  });

  it('takes a damaged row as one with something missing', () => {
    const damaged = {
      nodes: { no: 'list' },
      conditions: [null, 'text'],
      phases: 'text',
    };
    expect(boundedFields(damaged as never)).toEqual({
      nodes: [],
      conditions: {},
      phases: [],
    });
  });
});

describe('the bounds of events', () => {
  it('cut a long message', () => {
    expect(boundedMessage(LONG)).toHaveLength(2_000);
  });

  it('cut long texts in what tells more, and leave the rest', () => {
    expect(
      boundedData({ a: 1, b: null, c: ['x', { d: LONG }], e: true }),
    ).toEqual({
      a: 1,
      b: null,
      c: ['x', { d: boundedMessage(LONG) }],
      e: true,
    });
  });

  it('leave out what tells too much', () => {
    expect(boundedData({ a: Array(100).fill(LONG) })).toBeUndefined();
    expect(boundedData(undefined)).toBeUndefined();
  });
});
