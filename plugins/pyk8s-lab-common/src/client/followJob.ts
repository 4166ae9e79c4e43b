import type { LabStreamFrame } from '../labs';
import type { LabJob } from '../schema/openapi/generated/models';
import type { LabApi } from './LabApi';
import { FIRST_PAUSE_MS, LONGEST_PAUSE_MS, pauseFor } from './followLab';

/** Some proxies buffer streams, so that they do not open; the job is polled then. */
const OPEN_MS = 5_000;

/**
 * How to follow a job.
 * @public
 */
export interface FollowJobOptions {
  /** Stops following; the job continues. */
  signal: AbortSignal;
  /** Whether an error is temporary, for example while the portal restarts. */
  isPassing: (error: unknown) => boolean;
}

/**
 * Yields a job each time that it changes, and ends with the job. It follows the stream
 * of events, and reads the job only when a stream has opened, or could not be opened.
 *
 * @param job - the last known state
 * @throws the error of the API when the job cannot be read, and the signal's reason
 * @public
 */
export async function* followJob(
  labs: Pick<LabApi, 'getJob' | 'streamLabs'>,
  job: LabJob,
  { signal, isPassing }: FollowJobOptions,
): AsyncGenerator<LabJob> {
  let version = -1;
  let pauseMs = FIRST_PAUSE_MS;
  const isNews = (seen: LabJob | undefined): seen is LabJob => {
    const news = seen?.id === job.id && seen.version > version;
    version = news ? seen.version : version;
    return news;
  };
  const look = async () => {
    try {
      return await labs.getJob(job.id);
    } catch (error) {
      if (isPassing(error)) {
        return undefined;
      }
      throw error;
    }
  };
  const onOpen = () => {
    pauseMs = FIRST_PAUSE_MS;
  };
  let stop = () => {};
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
  });
  aborted.catch(() => undefined);

  signal.throwIfAborted();
  if (isNews(job)) {
    yield job;
  }
  if (job.status !== 'RUNNING') {
    return;
  }
  signal.addEventListener('abort', stop);
  try {
    for (;;) {
      const attempt = new AbortController();
      const options = { signal: attempt.signal, aborted, onOpen };
      try {
        for await (const seen of jobsOfStream(labs, job, look, options)) {
          if (isNews(seen)) {
            yield seen;
            if (seen.status !== 'RUNNING') {
              return;
            }
          }
        }
      } finally {
        attempt.abort();
      }
      await pauseFor(pauseMs, signal);
      signal.throwIfAborted();
      pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2);
    }
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** One stream: the job when it opens, and its changes. */
async function* jobsOfStream(
  labs: Pick<LabApi, 'streamLabs'>,
  { labId }: LabJob,
  look: () => Promise<LabJob | undefined>,
  options: {
    signal: AbortSignal;
    aborted: Promise<never>;
    onOpen: () => void;
  },
): AsyncGenerator<LabJob | undefined> {
  const { signal, aborted } = options;
  let open = () => {};
  const opened = new Promise<void>(resolve => {
    open = resolve;
  });
  const frames = labs
    .streamLabs({
      lab: labId,
      signal,
      onOpen: () => {
        options.onOpen();
        open();
      },
    })
    [Symbol.asyncIterator]();
  // A broken stream is not an error: the next read shows whether the job can be read.
  const read = () =>
    frames.next().catch(() => ({ done: true, value: undefined } as const));
  let next = read();
  await Promise.race([opened, next, pauseFor(OPEN_MS, signal), aborted]);
  yield await Promise.race([look(), aborted]);
  for (;;) {
    const { done, value } = await Promise.race([next, aborted]);
    if (done) {
      return;
    }
    next = read();
    yield jobOf(value) ??
      // The caller may have lost access to the job.
      (isAboutRights(value)
        ? await Promise.race([look(), aborted])
        : undefined);
  }
}

function jobOf(frame: LabStreamFrame): LabJob | undefined {
  return 'job' in frame ? frame.job : undefined;
}

function isAboutRights({ type }: LabStreamFrame): boolean {
  return type === 'lab.hidden' || type === 'access.changed';
}
