import {
  isLabStreamNotice,
  type Lab,
  type LabApi,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { isPassing } from '../labs';
import { pause as pauseByTheClock, type Pause } from '../runs';

/** How long it is until a lab is looked at again while there is no stream. */
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 5_000;

/** Who follows, and how. */
export interface FollowOptions {
  /** Looks at the lab as it is now; true ends following. */
  onLab: (lab: Lab) => boolean;
  signal: AbortSignal;
  /** Told once when the stream breaks. */
  onBreak?: () => void;
  pause?: Pause;
}

/**
 * Follows a lab by the stream of its events, and by asking again and again where
 * the stream cannot be had.
 *
 * @returns the lab as it was when `onLab` said that it is enough
 * @throws what the API answers when the lab cannot be read, and what the signal
 * is aborted with
 */
export async function followLab(
  labs: Pick<LabApi, 'getLab' | 'streamLabs'>,
  id: string,
  { onLab, signal, onBreak, pause = pauseByTheClock }: FollowOptions,
): Promise<Lab> {
  let latest: Lab | undefined;
  let lastEventId = 0;
  let pauseMs = FIRST_PAUSE_MS;
  let isBroken = false;

  // An answer can be older than what the stream has told already.
  const isEnough = (lab: Lab): boolean => {
    if (latest && lab.version < latest.version) {
      return false;
    }
    latest = lab;
    return onLab(lab);
  };

  for (;;) {
    signal.throwIfAborted();
    try {
      const lab = await labs.getLab(id);
      if (isEnough(lab)) {
        return lab;
      }
    } catch (error) {
      if (signal.aborted || !isPassing(error)) {
        throw error;
      }
    }
    try {
      // From the first event: nothing that happened meanwhile is missed.
      for await (const frame of labs.streamLabs({
        lab: id,
        lastEventId,
        signal,
      })) {
        pauseMs = FIRST_PAUSE_MS;
        if (!isLabStreamNotice(frame)) {
          lastEventId = frame.seq;
        }
        if ('lab' in frame && isEnough(frame.lab)) {
          return frame.lab;
        }
      }
    } catch {
      // Whether the lab can be read at all is said by the answer above.
      signal.throwIfAborted();
    }
    if (!isBroken) {
      isBroken = true;
      onBreak?.();
    }
    await pause(pauseMs, signal);
    pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2);
  }
}
