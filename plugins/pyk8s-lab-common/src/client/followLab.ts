import { isLabStreamNotice } from '../labs';
import type { Lab } from '../schema/openapi/generated/models';
import type { LabApi } from './LabApi';

/** The delay before a stream is reopened. */
export const FIRST_PAUSE_MS = 500;
export const LONGEST_PAUSE_MS = 5_000;

/** Waits, or rejects when the signal is aborted. */
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
  /** Stops following. */
  signal: AbortSignal;
  /** Whether an error is temporary, for example while the portal restarts. */
  isPassing: (error: unknown) => boolean;
  /** Called once, when the first stream has ended or could not be opened. */
  onBreak?: () => void;
  /** Waits between two streams; a timer unless given. */
  pause?: (ms: number, signal: AbortSignal) => Promise<void>;
}

/**
 * Yields a lab as it is and each time that it changes. It follows the stream of events,
 * and reads the lab before each stream: where none can be opened, it polls.
 *
 * @param id - the lab's id
 * @throws the error of the API when the lab cannot be read, and the signal's reason
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
  // A response can be older than the events received so far; a position in the queue
  // changes without a new version.
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
      // From the first event, so that none before the stream opened is missed.
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
      // The next read shows whether the lab can be read at all.
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

/** The lab as it is; undefined after a temporary error. */
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
