import { formatBytes } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { messageOf, statusOf } from '../api';
import { formatElapsed } from '../labs';
import type { Ending } from './scrollback';

/** How a command ended, for people. */
export interface EndingWords {
  /** In a few words. */
  title: string;
  /** What else there is to know, and what to do. */
  details: string[];
  /** It did what it was to do. */
  isGood: boolean;
}

const MINUTE_MS = 60_000;

/** How long a command ran: `0.3 s`, `12.0 s`, `3m 05s`. */
export function formatRunTime(ms: number): string {
  return ms < MINUTE_MS
    ? `${(ms / 1_000).toFixed(1)} s`
    : formatElapsed(ms / 1_000);
}

/** Says why a command was not run, or not to its end. */
export function endingOf(error: unknown): Ending {
  const status = statusOf(error);
  if (status !== undefined) {
    return { how: 'refused', message: messageOf(error) };
  }
  // What fetch throws when the server cannot be reached says nothing to people.
  const message =
    error instanceof TypeError
      ? 'The portal does not answer. Check the connection, and run it again.'
      : messageOf(error);
  return { how: 'lost', message };
}

/**
 * Says how a command ended.
 *
 * @param maxOutputBytes - how much the server lets a command print
 */
export function describeEnding(
  ending: Ending,
  maxOutputBytes: number,
): EndingWords {
  switch (ending.how) {
    case 'exited': {
      const { exitCode, timedOut, truncated } = ending;
      const time = formatRunTime(ending.durationMs);
      return {
        title: timedOut
          ? `Its time was over after ${time}`
          : `Exit code ${exitCode} after ${time}`,
        details: [
          ...(timedOut ? ['It was ended. Run it again to go on.'] : []),
          ...(truncated
            ? [
                `Cut after ${formatBytes(
                  maxOutputBytes,
                )}: the rest is left out. Ask for less, such as with -n, -l or --tail.`,
              ]
            : []),
        ],
        isGood: exitCode === 0 && !timedOut,
      };
    }
    case 'cancelled':
      return {
        title: `Cancelled after ${formatRunTime(ending.durationMs)}`,
        details: [],
        isGood: true,
      };
    case 'refused':
      return { title: 'Not run', details: [ending.message], isGood: false };
    default:
      return {
        title: 'Interrupted',
        details: [ending.message],
        isGood: false,
      };
  }
}

/** Says how a command ended, for those who do not see it. */
export function announce(ending: Ending, maxOutputBytes: number): string {
  const { title, details } = describeEnding(ending, maxOutputBytes);
  const summary =
    ending.how === 'exited' && !ending.timedOut
      ? `The command ended with exit code ${
          ending.exitCode
        } after ${formatRunTime(ending.durationMs)}`
      : `The command: ${title}`;
  return [`${summary}.`, ...details].join(' ');
}
