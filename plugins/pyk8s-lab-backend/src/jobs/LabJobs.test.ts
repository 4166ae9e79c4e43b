import { mockServices } from '@backstage/backend-test-utils';
import { eventually } from '../__testUtils__/eventually';
import type { LabJobEnd, LabJobStore } from '../database';
import type { JobContext } from './JobHandler';
import { LabJobs } from './LabJobs';

const SPEC = {
  lab: { id: 'a-lab', name: 'demo' },
  type: 'images.import',
  title: 'Import of app.tar',
  message: 'Receiving',
  createdBy: 'user:default/alice',
} as const;

const HANDLERS = {
  apply: { interrupted: 'The portal was stopped: apply it again.' },
  'images.import': { interrupted: 'The portal was stopped: send it again.' },
  'images.spread': { interrupted: 'The portal was stopped.' },
  'logs.export': { interrupted: 'The portal was stopped.' },
};

describe('LabJobs', () => {
  const logger = mockServices.logger.mock();
  let ends: (LabJobEnd & { id: string })[];
  let cancelRequested: boolean | undefined;
  let store: jest.Mocked<LabJobStore>;
  let jobs: LabJobs;
  let onChanged: jest.Mock;

  beforeEach(() => {
    logger.child.mockReturnValue(logger);
    ends = [];
    cancelRequested = false;
    store = {
      add: jest.fn().mockResolvedValue(undefined),
      get: jest.fn(),
      getMany: jest.fn(),
      list: jest.fn(),
      renew: jest
        .fn()
        .mockImplementation(async () =>
          cancelRequested === undefined ? undefined : { cancelRequested },
        ),
      requestCancel: jest.fn().mockResolvedValue(undefined),
      end: jest
        .fn()
        .mockImplementation(
          async (id, { steps: _, ...end }) => ends.push({ id, ...end }) > 0,
        ),
      claimAbandoned: jest.fn(),
      release: jest.fn(),
      purge: jest.fn(),
    };
    onChanged = jest.fn();
    jobs = new LabJobs({
      store,
      logger,
      handlers: HANDLERS,
      reportMs: 5,
      onChanged,
    });
  });

  const untilEnded = ({ signal }: JobContext) =>
    new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason));
    });

  it('writes that it starts before it does, and how it ended', async () => {
    const { job, done } = await jobs.start(
      { ...SPEC, slot: 'images' },
      async context => {
        expect(store.add).toHaveBeenCalledWith(
          expect.objectContaining({
            id: context.id,
            labId: 'a-lab',
            slot: 'images',
            traceId: expect.stringMatching(/^[0-9a-f]{32}$/),
          }),
          expect.objectContaining({ holder: expect.any(String) }),
        );
        expect(onChanged).toHaveBeenCalledTimes(1);
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

  it('is not started when that cannot be written', async () => {
    store.add.mockRejectedValue(new Error('no database'));
    const work = jest.fn();
    await expect(jobs.start(SPEC, work)).rejects.toThrow('no database');
    expect(work).not.toHaveBeenCalled();
  });

  it('writes now and then how far it is, and renews its lease', async () => {
    let finish = () => {};
    const { done } = await jobs.start(SPEC, async ({ tell }) => {
      tell('Importing', 41.9);
      await new Promise<void>(resolve => {
        finish = resolve;
      });
      return { message: '' };
    });
    // One that has not changed is not written again.
    await eventually(() => store.renew.mock.calls.length > 3);
    const written = store.renew.mock.calls.flatMap(
      ([, , state]) => state ?? [],
    );
    expect(written).toEqual([
      { message: 'Importing', progress: 41, steps: [] },
    ]);
    finish();
    await done;
    expect(ends).toHaveLength(1);
    // Its start, its progress and its end.
    expect(onChanged).toHaveBeenCalledTimes(3);
  });

  it('writes its steps, the last of which its end finishes', async () => {
    const { done } = await jobs.start(SPEC, async ({ tell, step }) => {
      step('receive', 'Receiving');
      tell('Half of it', 50);
      step('import', 'Importing');
      return { message: 'done' };
    });
    await done;
    expect(store.end.mock.calls[0][1].steps).toEqual([
      {
        name: 'receive',
        title: 'Receiving',
        startedAt: expect.any(String),
        finishedAt: expect.any(String),
      },
      {
        name: 'import',
        title: 'Importing',
        startedAt: expect.any(String),
        finishedAt: expect.any(String),
      },
    ]);
  });

  it('bounds the messages of a job', async () => {
    const { done } = await jobs.start(SPEC, async () => {
      throw new Error('no '.repeat(10_000));
    });
    await expect(done).rejects.toThrow('no no');
    expect(ends[0].message).toHaveLength(4_000);
  });

  it('fails with the message of its work', async () => {
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

  it('is cancelled when another process asked for its end', async () => {
    cancelRequested = true;
    const { done } = await jobs.start(SPEC, untilEnded);
    await expect(done).rejects.toThrow('It was cancelled.');
  });

  it('stops when another worker has it, and writes no end', async () => {
    cancelRequested = undefined;
    const { done } = await jobs.start(SPEC, untilEnded);
    await expect(done).rejects.toMatchObject({ name: 'LeaseLostError' });
    expect(ends).toEqual([]);
  });

  it('stops in time when its lease cannot be renewed', async () => {
    store.renew.mockReturnValue(new Promise(() => undefined));
    jobs = new LabJobs({
      store,
      logger,
      handlers: HANDLERS,
      reportMs: 5,
      leaseMs: 300,
    });
    const startedAt = performance.now();
    const { done } = await jobs.start(SPEC, async context => {
      await untilEnded(context).catch(() => undefined);
      expect(context.isLost).toBe(true);
      expect(performance.now() - startedAt).toBeLessThan(300);
      throw context.signal.reason;
    });
    store.renew.mockRejectedValue(new Error('no database'));
    await expect(done).rejects.toMatchObject({ name: 'LeaseLostError' });
    expect(ends).toEqual([]);
  });

  it('ends when the signal aborts that it was started with', async () => {
    const rights = new AbortController();
    const { done } = await jobs.start(
      { ...SPEC, signal: rights.signal },
      untilEnded,
    );
    rights.abort(new Error('You may not do that any more.'));
    await expect(done).rejects.toThrow('You may not');
    expect(ends).toMatchObject([{ status: 'FAILED' }]);
  });

  it('continues while the database does not answer', async () => {
    let finish = () => {};
    store.renew.mockRejectedValue(new Error('no database'));
    const { done } = await jobs.start(SPEC, async () => {
      await new Promise<void>(resolve => {
        finish = resolve;
      });
      return { message: 'done' };
    });
    await eventually(() => store.renew.mock.calls.length > 0);
    store.end.mockRejectedValue(new Error('no database'));
    finish();
    // What was done stays done.
    expect(await done).toEqual({ message: 'done' });
  });

  it('ends with the portal, and starts no other', async () => {
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
});
