import type {
  LabApi,
  LabJob,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { PassThrough, Readable } from 'node:stream';
import { loadImage } from './loadImage';

describe('loadImage', () => {
  const job: LabJob = {
    id: 'a-job',
    labId: 'a-lab',
    labName: 'demo',
    type: 'images.import',
    title: 'Bring in app:1',
    status: 'RUNNING',
    message: '',
    steps: [],
    attempt: 1,
    version: 1,
    createdAt: '2026-01-01T00:00:00.000Z',
  };

  const io = (signal: AbortSignal) => ({
    stdin: new PassThrough(),
    program: [],
    stdout: new PassThrough(),
    stderr: new PassThrough(),
    env: {},
    signal,
  });
  const image = () => ({ name: 'app:1', body: Readable.from(['image']) });

  /** Loads an image whose job reports progress, and ends. */
  const load = (status: LabJob['status']) => {
    const getJob = jest.fn(async () => job);
    const end = { ...job, status, message: 'no room', version: 9 };
    const loading = loadImage(
      {
        importLabImage: async () => job,
        getJob,
        streamLabs: async function* events({ onOpen } = {}) {
          onOpen?.();
          for (let version = 2; version < 9; version++) {
            yield { type: 'job.progress', job: { ...job, version } };
          }
          yield { type: 'job.progress', job: end };
        },
      },
      { id: 'a-lab', name: 'demo' },
      image(),
      io(new AbortController().signal),
      jest.fn(),
    );
    return { loading, end, getJob };
  };

  it('follows its job by events, and reads it once', async () => {
    const { loading, end, getJob } = load('SUCCEEDED');
    expect(await loading).toEqual(end);
    expect(getJob).toHaveBeenCalledTimes(1);
  });

  it('reports why its job failed', async () => {
    const { loading } = load('FAILED');
    await expect(loading).rejects.toThrow(
      'The image was not imported (failed): no room',
    );
  });

  const ends: [string, LabApi['cancelJob'], string][] = [
    ['is cancelled', async () => job, 'The import is cancelled'],
    [
      'has just succeeded',
      async () => ({ ...job, status: 'SUCCEEDED' }),
      'already imported into the lab',
    ],
    [
      'cannot be cancelled',
      async () => Promise.reject(new Error('away')),
      'could not be cancelled',
    ],
  ];
  it.each(ends)(
    'is interrupted when its job %s',
    async (_, cancelJob, said) => {
      const controller = new AbortController();
      const loading = loadImage(
        {
          importLabImage: async () => {
            setTimeout(() => controller.abort('SIGINT'));
            return job;
          },
          getJob: async () => job,
          streamLabs: async function* none({ onOpen } = {}) {
            onOpen?.();
            await new Promise(() => undefined);
          },
        },
        { id: 'a-lab', name: 'demo' },
        image(),
        io(controller.signal),
        cancelJob,
      );
      await expect(loading).rejects.toMatchObject({
        name: 'InterruptedError',
        message: expect.stringContaining(said),
        exitCode: 130,
      });
    },
  );
});
