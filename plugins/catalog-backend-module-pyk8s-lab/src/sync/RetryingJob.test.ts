import { mockServices } from '@backstage/backend-test-utils';
import { Outage } from './Outage';
import { RetryingJob } from './RetryingJob';

function world(job: (signal: AbortSignal) => Promise<void>) {
  const waits: number[] = [];
  const logger = mockServices.logger.mock();
  const stop = new AbortController();
  const outage = Outage.create({
    logger,
    problem: 'It does not work',
    recovery: 'It works again',
  });
  const runner = RetryingJob.create({
    job,
    outage,
    wait: async ms => void waits.push(ms),
    random: () => 1,
    signal: stop.signal,
  });
  return { runner, outage, waits, logger, stop };
}

describe('RetryingJob', () => {
  it('runs a job once for all requests before it starts', async () => {
    const job = jest.fn(async () => undefined);
    const { runner } = world(job);
    await runner.idle();
    runner.request();
    await runner.idle();
    expect(job).toHaveBeenCalledTimes(1);
  });

  it('runs it again for requests during a run, and never concurrently', async () => {
    let going = 0;
    let most = 0;
    const ends: (() => void)[] = [];
    const job = jest.fn(async () => {
      going += 1;
      most = Math.max(most, going);
      await new Promise<void>(resolve => ends.push(resolve));
      going -= 1;
    });
    const { runner } = world(job);
    runner.request();
    runner.request();
    runner.request();
    ends[0]();
    await new Promise(resolve => setImmediate(resolve));
    ends[1]();
    await runner.idle();
    expect(job).toHaveBeenCalledTimes(2);
    expect(most).toBe(1);
  });

  it('runs it for a request at the moment when it ends', async () => {
    const job = jest.fn(async () => undefined);
    const { runner, outage } = world(job);
    // Requested at the end of the job; the microtask runs after its last check.
    jest
      .spyOn(outage, 'ended')
      .mockImplementationOnce(() => queueMicrotask(() => runner.request()));
    runner.request();
    await runner.idle();
    expect(job).toHaveBeenCalledTimes(2);
  });

  it('retries with a growing delay, and logs that once', async () => {
    let left = 3;
    const { runner, waits, logger } = world(async () => {
      left -= 1;
      if (left >= 0) {
        throw new Error('down');
      }
    });
    runner.request();
    await runner.idle();
    expect(waits).toEqual([500, 1000, 2000]);
    expect(logger.warn.mock.calls).toEqual([
      ['It does not work; trying again: down'],
    ]);
    expect(logger.info.mock.calls).toEqual([
      ['It works again, after 3 failures'],
    ]);
  });

  it('stops with its signal', async () => {
    const { runner, waits, stop, logger } = world(async () => {
      stop.abort();
      throw new Error('ended');
    });
    runner.request();
    await runner.idle();
    runner.request();
    await runner.idle();
    expect(waits).toEqual([]);
    expect(logger.warn).not.toHaveBeenCalled();
  });
});
