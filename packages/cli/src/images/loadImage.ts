import {
  followJob,
  type Lab,
  type LabApi,
  type LabJob,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Readable, Transform } from 'node:stream';
import { CliError, InterruptedError, isPassing } from '../errors';
import type { Io } from '../io';
import {
  plain,
  taskProgress,
  uploadProgress,
  type TaskProgress,
} from '../output';
import type { OpenImage } from './openImage';

const SHOW_EVERY_MS = 100;

/**
 * Imports an image into a lab, and waits until every node has it.
 *
 * @param cancelJob - called after Ctrl-C, which must not abort it
 * @returns the job, which has succeeded
 * @throws CliError when it failed; InterruptedError after Ctrl-C, which cancels the job
 */
export async function loadImage(
  labs: Pick<LabApi, 'importLabImage' | 'getJob' | 'streamLabs'>,
  lab: Pick<Lab, 'id' | 'name'>,
  image: OpenImage,
  io: Io,
  cancelJob: LabApi['cancelJob'],
): Promise<LabJob> {
  const progress = taskProgress(io);
  try {
    const job = await send(labs, lab, image, io, progress);
    return await untilEnded(labs, job, {
      signal: io.signal,
      progress,
      cancelJob,
    });
  } finally {
    progress.stop();
    image.body.destroy();
  }
}

async function send(
  labs: Pick<LabApi, 'importLabImage'>,
  { id, name: labName }: Pick<Lab, 'id' | 'name'>,
  { name, body, bytes }: OpenImage,
  { signal }: Io,
  progress: TaskProgress,
): Promise<LabJob> {
  let failure: unknown;
  let sentBytes = 0;
  let shownAt = 0;
  const counted = new Transform({
    transform(chunk, _encoding, done) {
      sentBytes += chunk.length;
      const now = Date.now();
      if (now - shownAt > SHOW_EVERY_MS) {
        shownAt = now;
        progress.show(
          `Sending ${plain(name)} to ${labName}`,
          uploadProgress(sentBytes, bytes),
          bytes ? Math.min(1, sentBytes / bytes) : undefined,
        );
      }
      done(null, chunk);
    },
  });
  body.once('error', error => {
    failure = error;
    counted.destroy(error);
  });
  try {
    return await labs.importLabImage(
      id,
      { archive: toWeb(body.pipe(counted)) },
      { name, signal },
    );
  } catch (error) {
    if (signal.aborted) {
      throw new InterruptedError(
        counted.writableFinished
          ? `The image ${plain(
              name,
            )} was sent, and may still be imported: the lab's page shows its jobs.`
          : `The image ${plain(
              name,
            )} was not sent completely, and is not in the lab.`,
      );
    }
    throw failure ?? error;
  }
}

async function untilEnded(
  labs: Pick<LabApi, 'getJob' | 'streamLabs'>,
  started: LabJob,
  options: {
    signal: AbortSignal;
    progress: TaskProgress;
    cancelJob: LabApi['cancelJob'];
  },
): Promise<LabJob> {
  const { signal, progress, cancelJob } = options;
  let job = started;
  try {
    for await (const seen of followJob(labs, started, { signal, isPassing })) {
      job = seen;
      progress.show(
        plain(job.title),
        plain(job.message),
        job.progress === undefined ? undefined : job.progress / 100,
      );
    }
  } catch (error) {
    if (signal.aborted) {
      throw new InterruptedError(
        explainEnd((await cancelJob(job.id).catch(() => undefined))?.status),
      );
    }
    throw error;
  }
  if (job.status !== 'SUCCEEDED') {
    throw new CliError(
      `The image was not imported (${job.status.toLowerCase()}): ${plain(
        job.message,
      )}`,
    );
  }
  return job;
}

/** The outcome of a cancelled job, which may have ended just before. */
function explainEnd(status: LabJob['status'] | undefined): string {
  switch (status) {
    case undefined:
      return 'The import could not be cancelled: the lab’s page shows its jobs.';
    case 'SUCCEEDED':
      return 'The image was already imported into the lab.';
    default:
      return 'The import is cancelled.';
  }
}

function toWeb(stream: Readable): ReadableStream<Uint8Array> {
  const reader = stream[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await reader.next();
        if (done) {
          controller.close();
        } else {
          controller.enqueue(value);
        }
      } catch (error) {
        controller.error(error);
      }
    },
    cancel() {
      stream.destroy();
    },
  });
}
