import { retryCall } from './retryCall';

describe('retryCall', () => {
  const failing = (times: number) => {
    let calls = 0;
    return {
      call: async () => {
        calls += 1;
        if (calls <= times) {
          throw new Error(`failure ${calls}`);
        }
        return calls;
      },
      calls: () => calls,
    };
  };
  const pauses: number[] = [];
  const pause = async (ms: number) => {
    pauses.push(ms);
  };

  beforeEach(() => {
    pauses.length = 0;
  });

  it('repeats a call while its error is temporary, after longer and longer pauses', async () => {
    const { call } = failing(3);

    expect(await retryCall(call, { isPassing: () => true, pause })).toBe(4);
    expect(pauses).toEqual([500, 1_000, 2_000]);
  });

  it('gives up after the fourth', async () => {
    const { call } = failing(9);

    await expect(
      retryCall(call, { isPassing: () => true, pause }),
    ).rejects.toThrow('failure 4');
  });

  it('repeats nothing after another error', async () => {
    const { call, calls } = failing(1);

    await expect(
      retryCall(call, { isPassing: () => false, pause }),
    ).rejects.toThrow('failure 1');
    expect(calls()).toBe(1);
  });

  it('repeats nothing when it was aborted', async () => {
    const { call, calls } = failing(9);
    const controller = new AbortController();

    await expect(
      retryCall(call, {
        isPassing: () => true,
        signal: controller.signal,
        pause: async () => controller.abort(),
      }),
    ).rejects.toThrow('failure 2');
    expect(calls()).toBe(2);
  });
});
