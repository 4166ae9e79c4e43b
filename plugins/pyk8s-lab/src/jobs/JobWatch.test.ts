import { aJob, FakeLabApi } from '../__testUtils__';
import { aResponseError } from '../__testUtils__/errors';
import { JobWatch } from './JobWatch';

describe('JobWatch', () => {
  const everyMs = 1_000;

  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  const open = () => {
    const api = new FakeLabApi();
    const watch = JobWatch.create({
      labId: 'lab',
      api,
      types: ['images.import'],
      everyMs,
    });
    const asked = () => api.listJobs.mock.calls.length;
    const statuses = () => watch.getState().jobs?.map(job => job.status);
    const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms);
    return { api, watch, asked, statuses, pass };
  };

  it('asks once while nothing runs, and again while something does', async () => {
    const { api, watch, asked, statuses, pass } = open();
    const end = watch.watch();
    await pass(10 * everyMs);
    expect(asked()).toBe(1);
    expect(api.listJobs).toHaveBeenCalledWith({
      lab: 'lab',
      type: ['images.import'],
      limit: 20,
    });

    api.setJob(aJob());
    watch.look();
    await pass(3 * everyMs);
    expect(asked()).toBe(5);
    api.setJob(aJob({ status: 'SUCCEEDED' }));
    await pass(10 * everyMs);
    expect(statuses()).toEqual(['SUCCEEDED']);
    expect(asked()).toBe(6);
    end();
  });

  it('asks no more when nobody watches', async () => {
    const { api, watch, asked, pass } = open();
    api.setJob(aJob());
    const end = watch.watch();
    await pass(0);
    end();
    end();
    await pass(10 * everyMs);
    expect(asked()).toBe(1);
  });

  it('asks while nobody sees the page only for those who wait for the end', async () => {
    const hidden = jest.spyOn(document, 'hidden', 'get').mockReturnValue(true);
    try {
      const { api, watch, asked, pass } = open();
      api.setJob(aJob());
      watch.watch();
      watch.expect();
      await pass(10 * everyMs);
      expect(asked()).toBe(2);

      const idle = jest.fn();
      watch.idle().then(idle);
      await pass(3 * everyMs);
      expect(asked()).toBe(6);
      api.setJob(aJob({ status: 'SUCCEEDED' }));
      await pass(everyMs);
      expect(idle).toHaveBeenCalledTimes(1);

      const before = asked();
      await pass(10 * everyMs);
      expect(asked()).toBe(before);
      hidden.mockReturnValue(false);
      document.dispatchEvent(new Event('visibilitychange'));
      await pass(0);
      expect(asked()).toBe(before + 1);
    } finally {
      hidden.mockRestore();
    }
  });

  it('looks for a job that is to come', async () => {
    const { watch, asked, pass } = open();
    const end = watch.expect();
    await pass(3 * everyMs);
    expect(asked()).toBe(4);
    end();
    await pass(10 * everyMs);
    expect(asked()).toBe(4);
  });

  it('does not take what was asked before for what is now', async () => {
    const { api, watch, statuses, pass } = open();
    api.setJob(aJob());
    watch.watch();
    const cancelled = aJob({ status: 'CANCELLED' });
    api.setJob(cancelled);
    watch.keep(cancelled);
    // The answer that is under way says that it runs.
    await pass(0);
    expect(statuses()).toEqual(['CANCELLED']);
  });

  it('says why it does not know, keeps what it knew, and goes on', async () => {
    const { api, watch, statuses, pass } = open();
    api.setJob(aJob());
    watch.watch();
    await pass(0);
    api.listJobs.mockRejectedValueOnce(new Error('No connection'));
    await pass(everyMs);
    expect(watch.getState().error?.message).toBe('No connection');
    expect(statuses()).toEqual(['RUNNING']);
    await pass(everyMs);
    expect(watch.getState().error).toBeUndefined();
  });

  it('waits until none runs, or the server does not say', async () => {
    const { api, watch, pass } = open();
    const idle = jest.fn();
    watch.idle().then(idle);
    await pass(0);
    expect(idle).toHaveBeenCalledTimes(1);

    // What was known before is out of date.
    api.setJob(aJob());
    watch.idle().then(idle);
    await pass(5 * everyMs);
    expect(idle).toHaveBeenCalledTimes(1);
    api.setJob(aJob({ status: 'FAILED' }));
    await pass(everyMs);
    expect(idle).toHaveBeenCalledTimes(2);

    api.setJob(aJob({ id: 'job-2' }));
    watch.idle().then(idle);
    await pass(everyMs);
    expect(idle).toHaveBeenCalledTimes(2);
    const error = await aResponseError(404, 'NotFoundError', 'No lab');
    api.listJobs.mockRejectedValue(error);
    await pass(everyMs);
    expect(idle).toHaveBeenCalledTimes(3);
  });
});
