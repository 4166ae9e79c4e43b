import { aJob, aLab, anEvent, FakeLabApi } from '../__testUtils__';
import { aResponseError } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common/testUtils';
import { JobWatch } from './JobWatch';

const HOUR = 3_600_000;
const labId = aLab().id;

describe('JobWatch', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  const open = () => {
    const api = new FakeLabApi();
    const watch = JobWatch.create({
      labId,
      api,
      types: ['images.import'],
    });
    const asked = () => api.listJobs.mock.calls.length;
    const statuses = () => watch.getState().jobs?.map(job => job.status);
    const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms);
    return { api, watch, asked, statuses, pass };
  };

  it('lists the jobs once, and then only listens', async () => {
    const { api, watch, asked, statuses, pass } = open();
    const end = watch.watch();
    await pass(HOUR);
    expect(statuses()).toEqual([]);
    expect(api.listJobs).toHaveBeenCalledWith({
      lab: labId,
      type: ['images.import'],
      limit: 20,
    });

    // One that is to come is heard of as well.
    for (let progress = 0; progress < 50; progress++) {
      api.state.setJob(aJob({ progress }));
      await pass(HOUR);
      expect(watch.getState().jobs?.[0].progress).toBe(progress);
    }
    api.state.setJob(aJob({ status: 'SUCCEEDED' }));
    await pass(HOUR);
    expect(statuses()).toEqual(['SUCCEEDED']);
    expect([asked(), api.getJob.mock.calls.length]).toEqual([1, 0]);
    expect(api.streamLabs).toHaveBeenCalledTimes(1);
    end();
  });

  it('takes the start and the end of a job from the events of the log', async () => {
    const { api, watch, statuses, pass } = open();
    watch.watch();
    await pass(0);
    const events = (['RUNNING', 'FAILED'] as const).map((status, index) => ({
      ...anEvent(index + 1, aLab(), { type: 'job.x' }),
      job: aJob({ status, version: index + 1 }),
    }));
    api.stream.push(events[0]);
    await pass(0);
    expect(statuses()).toEqual(['RUNNING']);
    api.stream.push(events[1]);
    await pass(0);
    expect(statuses()).toEqual(['FAILED']);
    // The stream resumes after them.
    api.stream.break();
    await pass(HOUR);
    expect(api.stream.options).toMatchObject({ lab: labId, lastEventId: 2 });
  });

  it('listens no more when nobody watches', async () => {
    const { api, watch, asked, pass } = open();
    api.state.setJob(aJob());
    const end = watch.watch();
    await pass(0);
    end();
    end();
    expect(api.stream.options.signal?.aborted).toBe(true);
    await pass(HOUR);
    expect([asked(), api.streams.length]).toEqual([1, 1]);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('listens while nobody sees the page only for those who wait for the end', async () => {
    const hidden = jest.spyOn(document, 'hidden', 'get').mockReturnValue(true);
    try {
      const { api, watch, asked, pass } = open();
      api.state.setJob(aJob());
      watch.watch();
      await pass(HOUR);
      expect([asked(), api.streams.length]).toEqual([0, 0]);

      const idle = jest.fn();
      watch.idle().then(idle);
      await pass(HOUR);
      expect(asked()).toBeLessThanOrEqual(2);
      expect(idle).not.toHaveBeenCalled();
      api.state.setJob(aJob({ status: 'SUCCEEDED' }));
      await pass(0);
      expect(idle).toHaveBeenCalledTimes(1);
      expect(api.stream.options.signal?.aborted).toBe(true);

      const before = asked();
      await pass(HOUR);
      expect(asked()).toBe(before);
      hidden.mockReturnValue(false);
      document.dispatchEvent(new Event('visibilitychange'));
      await pass(0);
      expect(asked()).toBe(before + 1);
    } finally {
      hidden.mockRestore();
    }
  });

  it('keeps what is newer than the answer that comes later', async () => {
    const { api, watch, statuses, pass } = open();
    const listed = aJob({ version: 1 });
    let answer = () => {};
    api.listJobs.mockImplementationOnce(async () => {
      await new Promise<void>(resolve => {
        answer = resolve;
      });
      return { items: [listed], pageInfo: {} };
    });
    watch.watch();
    await pass(0);
    watch.keep(aJob({ status: 'CANCELLED', version: 2 }));
    watch.keep(aJob({ id: 'new', createdAt: '2099-01-01T00:00:00.000Z' }));
    // One job is not all that there are.
    expect(statuses()).toBeUndefined();
    answer();
    await pass(0);
    expect(statuses()).toEqual(['RUNNING', 'CANCELLED']);
    watch.keep(listed);
    expect(statuses()).toEqual(['RUNNING', 'CANCELLED']);
  });

  it('shows no jobs of other types or labs', async () => {
    const { api, watch, statuses, pass } = open();
    watch.watch();
    await pass(0);
    api.state.setJob(aJob({ id: 'logs', type: 'logs.export' }));
    api.state.setJob(aJob({ id: 'other', labId: 'other' }));
    await pass(0);
    expect(statuses()).toEqual([]);
  });

  it('says why it does not know, keeps what it knew, and goes on', async () => {
    const { api, watch, statuses, pass } = open();
    api.state.setJob(aJob());
    watch.watch();
    await pass(0);
    api.listJobs.mockRejectedValueOnce(new Error('No connection'));
    watch.look();
    await pass(0);
    expect(watch.getState().error?.message).toBe('No connection');
    expect(statuses()).toEqual(['RUNNING']);
    await pass(3_000);
    expect(watch.getState().error).toBeUndefined();
  });

  it('lists the jobs again where the lab is to be seen no more', async () => {
    const { api, watch, asked, statuses, pass } = open();
    api.state.setJob(aJob());
    watch.watch();
    await pass(10_000);
    api.state.jobs = [];
    api.tell({ type: 'lab.hidden', labId });
    await pass(0);
    expect([asked(), statuses()]).toEqual([2, []]);
  });

  it('waits until none runs, or the server does not say', async () => {
    const { api, watch, pass } = open();
    const idle = jest.fn();
    watch.idle().then(idle);
    await pass(0);
    expect(idle).toHaveBeenCalledTimes(1);

    // What was known before is out of date.
    api.state.jobs = [aJob()];
    watch.idle().then(idle);
    await pass(HOUR);
    expect(idle).toHaveBeenCalledTimes(1);
    api.state.setJob(aJob({ status: 'FAILED' }));
    await pass(0);
    expect(idle).toHaveBeenCalledTimes(2);

    api.state.jobs = [aJob({ id: 'job-2' })];
    const end = watch.watch();
    watch.idle().then(idle);
    await pass(0);
    expect(idle).toHaveBeenCalledTimes(2);
    const error = await aResponseError(404, 'NotFoundError', 'No lab');
    api.listJobs.mockRejectedValue(error);
    watch.look();
    await pass(0);
    expect(idle).toHaveBeenCalledTimes(3);

    // It is looked again when somebody asks for it.
    api.listJobs.mockResolvedValue({ items: [], pageInfo: {} });
    watch.look();
    await pass(0);
    expect(watch.getState()).toEqual({ jobs: [], error: undefined });
    end();
  });
});
