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
        { name: 'app:1', body: Readable.from(['image']) },
        {
          stdin: new PassThrough(),
          program: [],
          stdout: new PassThrough(),
          stderr: new PassThrough(),
          env: {},
          signal: controller.signal,
        },
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
