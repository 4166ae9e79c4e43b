import { DiskProbe } from './DiskProbe';

describe('DiskProbe', () => {
  let now: number;
  /** Ends each measurement. */
  let ends: ((free: number) => void)[];
  let look: jest.Mock<Promise<number>>;

  beforeEach(() => {
    now = 0;
    ends = [];
    look = jest.fn(async () => new Promise<number>(end => ends.push(end)));
  });

  const probeOf = (waitMs?: number) =>
    new DiskProbe({ look, now: () => now, waitMs });

  const known = async () => {
    const probe = probeOf();
    const first = probe.free();
    ends[0](7);
    await first;
    return probe;
  };

  it('measures once in half a minute for all callers', async () => {
    const probe = probeOf();
    const all = Promise.all([probe.free(), probe.free()]);
    ends[0](7);

    expect(await all).toEqual([7, 7]);
    now = 29_999;
    expect(await probe.free()).toBe(7);
    expect(look).toHaveBeenCalledTimes(1);
  });

  it('returns the last value during a measurement', async () => {
    const probe = await known();

    now = 30_000;
    expect(await Promise.all([probe.free(), probe.free()])).toEqual([7, 7]);
    expect(look).toHaveBeenCalledTimes(2);
    ends[1](5);
    await new Promise(setImmediate);
    expect(await probe.free()).toBe(5);
    expect(look).toHaveBeenCalledTimes(2);
  });

  it('waits for a measurement if the last value is old', async () => {
    const probe = await known();

    now = 600_000;
    const free = probe.free();
    ends[1](5);
    expect(await free).toBe(5);
  });

  it('limits the wait for the first value', async () => {
    const probe = probeOf(1);

    expect(await probe.free()).toBeUndefined();
    ends[0](7);
    await new Promise(setImmediate);
    expect(await probe.free()).toBe(7);
    expect(look).toHaveBeenCalledTimes(1);
  });

  it('returns when the caller aborts', async () => {
    const signal = AbortSignal.abort();

    expect(await probeOf().free({ signal })).toBeUndefined();
  });

  it('is unknown when the measurement fails', async () => {
    look.mockRejectedValue(new Error('no such image'));
    const probe = probeOf();

    expect(await probe.free()).toBeUndefined();
    expect(await probe.free()).toBeUndefined();
    expect(look).toHaveBeenCalledTimes(1);
  });
});
