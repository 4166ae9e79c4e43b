import { mockServices } from '@backstage/backend-test-utils';
import { eventually } from '../__testUtils__/eventually';
import type { LabJobEnd, LabJobStore } from '../database';
import { AbandonedJobs } from './AbandonedJobs';
import { LabJobs, type JobContext } from './LabJobs';

const SPEC = {
  lab: { id: 'a-lab', name: 'demo' },
  type: 'images.import',
  title: 'Import of app.tar',
  message: 'Receiving',
  createdBy: 'user:default/alice',
} as const;

describe('LabJobs', () => {
  const logger = mockServices.logger.mock();
  let ends: (LabJobEnd & { id: string })[];
  let cancelRequested: boolean | undefined;
  let store: jest.Mocked<LabJobStore>;
  let jobs: LabJobs;

  beforeEach(() => {
    logger.child.mockReturnValue(logger);
    ends = [];
    cancelRequested = false;
    store = {
      add: jest.fn().mockResolvedValue(undefined),
      get: jest.fn(),
      list: jest.fn(),
      report: jest
        .fn()
        .mockImplementation(async () =>
          cancelRequested === undefined ? undefined : { cancelRequested },
        ),
      requestCancel: jest.fn().mockResolvedValue(undefined),
      end: jest
        .fn()
        .mockImplementation(async (id, end) => void ends.push({ id, ...end })),
      endAbandoned: jest.fn().mockResolvedValue(2),
      purge: jest.fn(),
    };
    jobs = LabJobs.create({ store, logger, reportMs: 5 });
  });

  const untilEnded = ({ signal }: JobContext) =>
    new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason));
    });

  it('writes that it begins before it does, and how it ended', async () => {
    const { job, done } = await jobs.start(
      { ...SPEC, slot: 'images' },
      async context => {
        expect(store.add).toHaveBeenCalledWith(
          expect.objectContaining({
            id: context.id,
            labId: 'a-lab',
            slot: 'images',
          }),
        );
        return { message: 'In every node.', result: { names: ['app'] } };
      },
    );
    expect(await done).toMatchObject({ message: 'In every node.' });
    expect(job).toMatchObject({ labName: 'demo', status: 'RUNNING' });
    expect(ends).toEqual([
      {
        id: job.id,
        status: 'SUCCEEDED',
        message: 'In every node.',
        result: { names: ['app'] },
      },
    ]);
  });

  it('is not begun when that cannot be written', async () => {
    store.add.mockRejectedValue(new Error('no database'));
    const work = jest.fn();
    await expect(jobs.start(SPEC, work)).rejects.toThrow('no database');
    expect(work).not.toHaveBeenCalled();
  });

  it('writes now and then how far it is', async () => {
    let finish = () => {};
    const { done } = await jobs.start(SPEC, async ({ tell }) => {
      tell('Bringing it in', 41.9);
      await new Promise<void>(resolve => {
        finish = resolve;
      });
      return { message: '' };
    });
    await eventually(() =>
      store.report.mock.calls.some(
        ([, state]) =>
          state.message === 'Bringing it in' && state.progress === 41,
      ),
    );
    finish();
    await done;
    expect(ends).toHaveLength(1);
  });

  it('keeps no more words than anybody reads', async () => {
    const { done } = await jobs.start(SPEC, async () => {
      throw new Error('no '.repeat(10_000));
    });
    await expect(done).rejects.toThrow('no no');
    expect(ends[0].message).toHaveLength(4_000);
  });

  it('fails with the words of its work', async () => {
    const { done } = await jobs.start(SPEC, async () => {
      throw new Error('no such image');
    });
    await expect(done).rejects.toThrow('no such image');
    expect(ends).toMatchObject([
      { status: 'FAILED', message: 'no such image' },
    ]);
  });

  it('is cancelled at once in its own process', async () => {
    const { job, done } = await jobs.start(SPEC, untilEnded);
    await jobs.cancel(job);
    await expect(done).rejects.toThrow('It was cancelled.');
    expect(store.requestCancel).toHaveBeenCalledWith(job.id);
    expect(ends).toMatchObject([{ status: 'CANCELLED' }]);
  });

  it.each([
    ['another process asked for its end', true],
    ['others took it for abandoned', undefined],
  ])('is cancelled when %s', async (_, answer) => {
    cancelRequested = answer;
    const { done } = await jobs.start(SPEC, untilEnded);
    await expect(done).rejects.toThrow('It was cancelled.');
  });

  it('goes on while the database does not answer', async () => {
    let finish = () => {};
    store.report.mockRejectedValue(new Error('no database'));
    const { done } = await jobs.start(SPEC, async () => {
      await new Promise<void>(resolve => {
        finish = resolve;
      });
      return { message: 'done' };
    });
    await eventually(() => store.report.mock.calls.length > 0);
    store.end.mockRejectedValue(new Error('no database'));
    finish();
    // What was done stays done.
    expect(await done).toEqual({ message: 'done' });
  });

  it('ends with the portal, and begins no more', async () => {
    const { done } = await jobs.start(SPEC, untilEnded);
    const [ended] = await Promise.allSettled([done, jobs.stop()]);
    expect(ended).toMatchObject({
      status: 'rejected',
      reason: { message: expect.stringContaining('The portal was stopped') },
    });
    expect(ends).toMatchObject([{ status: 'FAILED' }]);
    await expect(jobs.start(SPEC, untilEnded)).rejects.toThrow(
      'The portal was stopped',
    );
  });

  it('ends the jobs of portals that died', async () => {
    const now = new Date('2026-01-01T12:00:00Z');
    await AbandonedJobs.create({
      jobStore: store,
      logger,
      now: () => now,
    }).run();
    expect(store.endAbandoned).toHaveBeenCalledWith(
      new Date('2026-01-01T11:59:00Z'),
      expect.objectContaining({ status: 'FAILED' }),
      now,
    );
  });
});
