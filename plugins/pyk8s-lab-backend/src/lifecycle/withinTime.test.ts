import { withinTime } from './withinTime';

const never = () => new Promise<never>(() => undefined);

describe('withinTime', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  const outcome = (promise: Promise<unknown>) =>
    promise.then(
      value => ({ value }),
      (error: Error) => ({ error: error.message }),
    );

  it('gives what the step gives', async () => {
    const { signal } = new AbortController();
    await expect(
      withinTime('look', 1_000, signal, async () => 'done'),
    ).resolves.toBe('done');
  });

  it('aborts a step at its timeout', async () => {
    const { signal } = new AbortController();
    const obeying = (limited: AbortSignal) =>
      new Promise<never>((_, reject) => {
        limited.addEventListener('abort', () => reject(limited.reason));
      });
    const result = outcome(withinTime('look', 30_000, signal, obeying));
    await jest.advanceTimersByTimeAsync(30_000);
    expect(await result).toEqual({
      error: 'The step "look" took longer than 30s.',
    });
  });

  it('leaves a step behind that hangs', async () => {
    const { signal } = new AbortController();
    const result = outcome(withinTime('look', 30_000, signal, never));
    await jest.advanceTimersByTimeAsync(40_000);
    expect(await result).toEqual({
      error: 'The step "look" took longer than 30s.',
    });
  });

  it('leaves one behind that does not obey the caller', async () => {
    const control = new AbortController();
    const result = outcome(withinTime('make', 600_000, control.signal, never));
    control.abort(new Error('enough'));
    await jest.advanceTimersByTimeAsync(10_000);
    expect(await result).toEqual({ error: 'enough' });
  });
});
