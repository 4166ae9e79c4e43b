import {
  formatDuration,
  type Lab,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { Translate } from '../translation';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const SOON_SECONDS = 15 * MINUTE;
const ENDING_SECONDS = 5 * MINUTE;

/** How much a person should care about the time that a lab has left. */
export type Urgency = 'none' | 'soon' | 'ending';

/** The time that a lab has left, for people. */
export interface TimeLeft {
  text: string;
  urgency: Urgency;
}

/**
 * Writes how long something takes or took, with the two units that matter:
 * `45s`, `3m 05s`, `2h 10m`, `3d 4h`.
 *
 * @param seconds - a negative number counts as 0
 */
export function formatElapsed(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  if (whole < MINUTE) {
    return `${whole}s`;
  }
  if (whole < HOUR) {
    return `${Math.floor(whole / MINUTE)}m ${pad(whole % MINUTE)}s`;
  }
  if (whole < DAY) {
    return `${Math.floor(whole / HOUR)}h ${pad(
      Math.floor((whole % HOUR) / MINUTE),
    )}m`;
  }
  return `${Math.floor(whole / DAY)}d ${Math.floor((whole % DAY) / HOUR)}h`;
}

function pad(amount: number): string {
  return String(amount).padStart(2, '0');
}

/**
 * Says how long a lab still has.
 *
 * @param lab - a lab
 * @param serverNow - the server's clock, in milliseconds since 1970
 * @returns undefined when there is no time to speak of, as in deletion
 */
export function describeTimeLeft(
  t: Translate,
  lab: Lab,
  serverNow: number,
): TimeLeft | undefined {
  switch (lab.status) {
    case 'DELETING':
    case 'DELETED':
      return undefined;
    case 'QUEUED':
    case 'PROVISIONING': {
      // Its time begins when it runs.
      const time = formatDuration(lab.ttlSeconds);
      return { text: t('timeLeft.onceReady', { time }), urgency: 'none' };
    }
    case 'PAUSED':
      if (lab.pausedSecondsLeft !== undefined) {
        const time = formatElapsed(lab.pausedSecondsLeft);
        return { text: t('timeLeft.whenResumed', { time }), urgency: 'none' };
      }
      return countDownTo(t, lab.expiresAt, serverNow);
    default:
      return countDownTo(t, lab.expiresAt, serverNow);
  }
}

/** The seconds that a lab has left; undefined where its time does not run. */
export function secondsLeftOf(lab: Lab, serverNow: number): number | undefined {
  const runs = lab.runningAt && lab.pausedSecondsLeft === undefined;
  return runs && lab.expiresAt
    ? (Date.parse(lab.expiresAt) - serverNow) / 1_000
    : undefined;
}

function countDownTo(
  t: Translate,
  expiresAt: string | undefined,
  serverNow: number,
): TimeLeft | undefined {
  return expiresAt
    ? countDown(t, (Date.parse(expiresAt) - serverNow) / 1_000)
    : undefined;
}

function countDown(t: Translate, secondsLeft: number): TimeLeft {
  if (secondsLeft <= 0) {
    return { text: t('timeLeft.endingNow'), urgency: 'ending' };
  }
  const time = formatElapsed(secondsLeft);
  if (secondsLeft < ENDING_SECONDS) {
    return { text: t('timeLeft.endsIn', { time }), urgency: 'ending' };
  }
  return secondsLeft < SOON_SECONDS
    ? { text: t('timeLeft.left', { time }), urgency: 'soon' }
    : { text: time, urgency: 'none' };
}

/** The seconds between two instants that the API wrote. */
export function secondsBetween(from: string, to: string | number): number {
  const end = typeof to === 'number' ? to : Date.parse(to);
  return (end - Date.parse(from)) / 1_000;
}
