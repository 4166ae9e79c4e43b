import type { LabStreamFrame } from '../labs';
import type { LabJob } from '../schema/openapi/generated/models';
import { followJob } from './followJob';
import type { StreamLabsOptions } from './queries';

const JOB: LabJob = {
  id: 'a-job',
  labId: 'a-lab',
  labName: 'demo',
  type: 'images.import',
  title: 'Import of app',
  status: 'RUNNING',
  message: 'Receiving',
  steps: [],
  attempt: 1,
  version: 1,
  createdAt: '2026-01-01T00:00:00.000Z',
};
const HOUR = 3_600_000;

/** A portal whose stream and job are controlled by the test. */
class Portal {
  job = JOB;
  readonly streams: StreamLabsOptions[] = [];
  opens = true;
  #frames: LabStreamFrame[] = [];
  #isBroken = false;
  #wake = () => {};

  getJob = jest.fn(async () => this.job);

  streamLabs = jest.fn((options: StreamLabsOptions = {}) => {
    this.streams.push(options);
    return this.#read(options);
  });

  async *#read({ onOpen, signal }: StreamLabsOptions) {
    signal?.addEventListener('abort', () => this.#wake());
    if (!this.opens) {
      throw new Error('blocked by a proxy');
    }
    this.#isBroken = false;
    onOpen?.();
    while (!signal?.aborted) {
      yield* this.#frames.splice(0);
      if (this.#isBroken) {
        throw new Error('reset');
      }
      await new Promise<void>(resolve => {
        this.#wake = resolve;
      });
    }
  }

  push(...frames: LabStreamFrame[]) {
    this.#frames.push(...frames);
    this.#wake();
  }

  break() {
    this.#isBroken = true;
    this.#wake();
  }

  /** Changes the job, and publishes an event. */
  become(changes: Partial<LabJob>) {
    this.job = { ...this.job, ...changes, version: this.job.version + 1 };
    this.push({ type: 'job.progress', job: this.job });
  }
}

// These tests depend on time, so they control it.
const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms);

describe('followJob', () => {
  let portal: Portal;
  let controller: AbortController;
  let seen: string[];
  let end: Promise<unknown>;

  beforeEach(() => {
    jest.useFakeTimers();
    portal = new Portal();
    controller = new AbortController();
    seen = [];
  });
  afterEach(() => jest.useRealTimers());

  const follow = (job = JOB) => {
    end = (async () => {
      for await (const { message } of followJob(portal, job, {
        signal: controller.signal,
        isPassing: error => (error as Error).message !== 'No such job',
      })) {
        seen.push(message);
      }
    })();
    end.catch(() => undefined);
  };

  it('reads the job once and follows events to its end, for any time', async () => {
    follow();
    await pass(0);
    for (let percent = 1; percent <= 50; percent++) {
      portal.become({ message: `${percent} %` });
      await pass(HOUR);
    }
    portal.become({ status: 'SUCCEEDED', message: 'Done' });
    await end;
    expect(seen).toHaveLength(52);
    expect([seen[0], seen[1], seen[51]]).toEqual(['Receiving', '1 %', 'Done']);
    expect(portal.getJob).toHaveBeenCalledTimes(1);
    expect(portal.streamLabs).toHaveBeenCalledTimes(1);
    expect(portal.streams[0]).toMatchObject({ lab: 'a-lab' });
    // No timer keeps the process alive.
    expect(portal.streams[0].signal?.aborted).toBe(true);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('sends no request if the job has ended', async () => {
    follow({ ...JOB, status: 'FAILED', message: 'No room' });
    await end;
    expect(seen).toEqual(['No room']);
    expect(portal.streamLabs).not.toHaveBeenCalled();
  });

  it('does not miss an end before the stream opens', async () => {
    portal.job = { ...JOB, status: 'CANCELLED', message: 'Off', version: 2 };
    follow();
    await pass(0);
    await end;
    expect(seen).toEqual(['Receiving', 'Off']);
  });

  it('ignores other jobs and old events', async () => {
    follow();
    await pass(0);
    portal.become({ message: 'Half' });
    portal.push(
      { type: 'job.progress', job: { ...JOB, id: 'other', version: 9 } },
      { type: 'job.progress', job: JOB },
      { type: 'lab.hidden', labId: 'other' },
    );
    await pass(0);
    expect(seen).toEqual(['Receiving', 'Half']);
    controller.abort(new Error('Ctrl-C'));
    await expect(end).rejects.toThrow('Ctrl-C');
    expect(jest.getTimerCount()).toBe(0);
  });

  it('reconnects when the stream breaks', async () => {
    follow();
    await pass(0);
    portal.job = { ...JOB, message: 'Half', version: 2 };
    portal.break();
    await pass(499);
    expect(portal.streamLabs).toHaveBeenCalledTimes(1);
    await pass(1);
    expect(seen).toEqual(['Receiving', 'Half']);
    await pass(HOUR);
    expect(portal.getJob).toHaveBeenCalledTimes(2);
  });

  it('polls with a growing delay when there is no stream', async () => {
    portal.opens = false;
    portal.getJob.mockRejectedValueOnce(new Error('away'));
    follow();
    await pass(60_000);
    expect(portal.getJob.mock.calls.length).toBeLessThan(20);
    portal.job = { ...JOB, status: 'SUCCEEDED', message: 'Done', version: 2 };
    await pass(5_000);
    await end;
    expect(seen).toEqual(['Receiving', 'Done']);
  });

  it('does not wait for a stream that does not open', async () => {
    portal.streamLabs.mockImplementation(async function* never() {
      await new Promise(() => undefined);
    });
    portal.job = { ...JOB, status: 'SUCCEEDED', message: 'Done', version: 2 };
    follow();
    await pass(5_000);
    await end;
    expect(seen).toEqual(['Receiving', 'Done']);
  });

  it('reports why the job can no longer be read', async () => {
    follow();
    await pass(0);
    portal.getJob.mockRejectedValue(new Error('No such job'));
    portal.push({ type: 'lab.hidden', labId: 'a-lab' });
    await pass(0);
    await expect(end).rejects.toThrow('No such job');
  });
});
