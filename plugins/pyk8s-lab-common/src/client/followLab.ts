import { isLabStreamNotice } from '../labs';
import type { Lab } from '../schema/openapi/generated/models';
import type { LabApi } from './LabApi';

/** How long it is until a stream is opened again that has ended. */
export const FIRST_PAUSE_MS = 500;
export const LONGEST_PAUSE_MS = 5_000;

/** Waits for a time, or until the signal aborts. */
export async function pauseFor(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) {
    return;
  }
  let end = () => {};
  const timer = setTimeout(() => end(), ms);
  await new Promise<void>(resolve => {
    end = resolve;
    signal.addEventListener('abort', end);
  });
  clearTimeout(timer);
  signal.removeEventListener('abort', end);
}

/**
 * How to follow a lab.
 * @public
 */
export interface FollowLabOptions {
  /** Ends following. */
  signal: AbortSignal;
  /** Whether it makes sense to ask again after an error, as while the portal restarts. */
  isPassing: (error: unknown) => boolean;
  /** Called once, when the first stream has ended or could not be opened. */
  onBreak?: () => void;
  /** Waits between two streams; by the clock unless given. */
  pause?: (ms: number, signal: AbortSignal) => Promise<void>;
}

/**
 * Yields a lab as it is now and each time that it changes. It listens to the stream of
 * events, and asks for the lab before each stream: where none can be opened, it asks
 * every few seconds.
 *
 * @param id - the lab's id
 * @throws what the API answers when the lab cannot be read, and what the signal is
 *   aborted with
 * @public
 */
export async function* followLab(
  labs: Pick<LabApi, 'getLab' | 'streamLabs'>,
  id: string,
  { signal, isPassing, onBreak, pause = pauseFor }: FollowLabOptions,
): AsyncGenerator<Lab> {
  let version = -1;
  let lastEventId = 0;
  let pauseMs = FIRST_PAUSE_MS;
  let isBroken = false;
  // An answer can be older than what the stream has told already; a place in the
  // queue changes without a new version.
  const isNews = (lab: Lab | undefined): lab is Lab => {
    const news = lab !== undefined && lab.version >= version;
    version = news ? lab.version : version;
    return news;
  };

  for (;;) {
    const lab = await look(labs, id, { signal, isPassing });
    if (isNews(lab)) {
      yield lab;
    }
    signal.throwIfAborted();
    try {
      // From the first event: nothing that happens before it opens is missed.
      const from = { lab: id, lastEventId, signal };
      for await (const frame of labs.streamLabs(from)) {
        pauseMs = FIRST_PAUSE_MS;
        if (!isLabStreamNotice(frame)) {
          lastEventId = frame.seq;
        }
        const seen = 'lab' in frame ? frame.lab : undefined;
        if (isNews(seen)) {
          yield seen;
        }
      }
    } catch {
      // Whether the lab can be read at all is decided by the next look at it.
    }
    signal.throwIfAborted();
    if (!isBroken) {
      isBroken = true;
      onBreak?.();
    }
    await pause(pauseMs, signal);
    pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2);
  }
}

/** The lab as it is now; undefined after an error that may pass. */
async function look(
  labs: Pick<LabApi, 'getLab'>,
  id: string,
  { signal, isPassing }: Pick<FollowLabOptions, 'signal' | 'isPassing'>,
): Promise<Lab | undefined> {
  signal.throwIfAborted();
  let stop = () => {};
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop);
  });
  try {
    return await Promise.race([labs.getLab(id), aborted]);
  } catch (error) {
    if (signal.aborted || !isPassing(error)) {
      throw error;
    }
    return undefined;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
