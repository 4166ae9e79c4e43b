import { messageOf, statusOf } from '../api';
import { formatElapsed } from '../labs';
import { formatSize, type Translate } from '../translation';
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
export function formatRunTime(t: Translate, ms: number): string {
  return ms < MINUTE_MS
    ? t('console.seconds', { seconds: ms / 1_000 })
    : formatElapsed(ms / 1_000);
}

/** Says why a command was not run, or not to its end. */
export function endingOf(error: unknown): Ending {
  const status = statusOf(error);
  if (status !== undefined) {
    return { how: 'refused', message: messageOf(error) };
  }
  // What fetch throws when the server cannot be reached says nothing to people.
  return error instanceof TypeError
    ? { how: 'unreachable' }
    : { how: 'lost', message: messageOf(error) };
}

/**
 * Says how a command ended.
 *
 * @param maxOutputBytes - how much the server lets a command print
 */
export function describeEnding(
  t: Translate,
  ending: Ending,
  maxOutputBytes: number,
): EndingWords {
  switch (ending.how) {
    case 'exited': {
      const { exitCode, timedOut, truncated } = ending;
      const time = formatRunTime(t, ending.durationMs);
      return {
        title: timedOut
          ? t('console.ended.timedOut', { time })
          : t('console.ended.exited', { code: exitCode, time }),
        details: [
          ...(timedOut ? [t('console.ended.timedOutAdvice')] : []),
          ...(truncated
            ? [
                t('console.ended.truncated', {
                  size: formatSize(t, maxOutputBytes),
                }),
              ]
            : []),
        ],
        isGood: exitCode === 0 && !timedOut,
      };
    }
    case 'cancelled':
      return {
        title: t('console.ended.cancelled', {
          time: formatRunTime(t, ending.durationMs),
        }),
        details: [],
        isGood: true,
      };
    case 'refused':
      return {
        title: t('console.ended.refused'),
        details: [ending.message],
        isGood: false,
      };
    default:
      return {
        title: t('console.ended.lost'),
        details: [
          ending.how === 'lost'
            ? ending.message
            : t(`console.ended.${ending.how}`),
        ],
        isGood: false,
      };
  }
}

/** Says how a command ended, for those who do not see it. */
export function announce(
  t: Translate,
  ending: Ending,
  maxOutputBytes: number,
): string {
  const { title, details } = describeEnding(t, ending, maxOutputBytes);
  const summary =
    ending.how === 'exited' && !ending.timedOut
      ? t('console.said.exited', {
          code: ending.exitCode,
          time: formatRunTime(t, ending.durationMs),
        })
      : t('console.said.other', { ending: title });
  return [summary, ...details].join(' ');
}
