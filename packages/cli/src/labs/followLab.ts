import {
  isLabStreamNotice,
  type Lab,
  type LabApi,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { setTimeout as delay } from 'node:timers/promises';
import { isAnswer, networkReason } from '../errors';
import { untilAborted } from '../io';

/** How long it is until a lab is looked at again while there is no stream. */
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 5_000;

/**
 * Tells of a lab each time that something about it changes, by the stream of its
 * events; and by asking again where the stream cannot be had. Ends with whoever
 * stops reading, and with the signal.
 *
 * @throws what the portal answers when the lab cannot be read
 */
export async function* followLab(
  labs: Pick<LabApi, 'getLab' | 'streamLabs'>,
  id: string,
  signal: AbortSignal,
): AsyncGenerator<Lab> {
  let version = -1;
  let lastEventId = 0;
  let pauseMs = FIRST_PAUSE_MS;
  // An answer can be older than what the stream has told already; a place in
  // the queue changes without a new version.
  const isNews = (lab: Lab) => {
    const news = lab.version >= version;
    version = Math.max(version, lab.version);
    return news;
  };

  for (;;) {
    try {
      const lab = await untilAborted(labs.getLab(id), signal);
      if (isNews(lab)) {
        yield lab;
      }
    } catch (error) {
      if (!isPassing(error)) {
        throw error;
      }
    }
    signal.throwIfAborted();
    try {
      for await (const frame of labs.streamLabs({
        lab: id,
        lastEventId,
        signal,
      })) {
        pauseMs = FIRST_PAUSE_MS;
        if (!isLabStreamNotice(frame)) {
          lastEventId = frame.seq;
        }
        if ('lab' in frame && isNews(frame.lab)) {
          yield frame.lab;
        }
      }
    } catch {
      // Whether the lab can be read at all is said by the next look at it.
    }
    signal.throwIfAborted();
    await delay(pauseMs, undefined, { signal });
    pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2);
  }
}

/** Whether it makes sense to ask again: the portal restarts, say. */
export function isPassing(error: unknown): boolean {
  return isAnswer(error)
    ? error.statusCode >= 500
    : networkReason(error) !== undefined;
}
