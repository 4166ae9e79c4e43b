import {
  formatDuration,
  type Lab,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { secondsBetween } from './time';

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** What one click adds, in seconds, where a lab's maximum lifetime allows it. */
const ONE_CLICK_SECONDS = HOUR;

const STEPS_SECONDS = [30 * MINUTE, HOUR, 2 * HOUR];

/** An amount of time that a lab can be given. */
export interface Extension {
  /** As the API takes it, such as `1h`. */
  extendBy: string;
  seconds: number;
  /** True when the lab has reached its maximum lifetime with it. */
  isLast: boolean;
}

/**
 * The amounts of time that a lab can be given, the shortest first; none when it
 * has reached its maximum lifetime.
 */
export function extensionsOf(lab: Lab): Extension[] {
  const room = longestExtensionOf(lab);
  const steps = STEPS_SECONDS.filter(seconds => seconds <= room);
  const isCut = steps.length < STEPS_SECONDS.length;
  if (isCut && room > 0 && !steps.includes(room)) {
    steps.push(room);
  }
  return steps.map(seconds => toExtension(seconds, room));
}

/** What one click gives a lab: an hour, or all that is left of its maximum lifetime. */
export function oneClickExtensionOf(lab: Lab): Extension | undefined {
  const room = longestExtensionOf(lab);
  return room > 0
    ? toExtension(Math.min(room, ONE_CLICK_SECONDS), room)
    : undefined;
}

function toExtension(seconds: number, room: number): Extension {
  return {
    extendBy: formatDuration(seconds),
    seconds,
    isLast: seconds === room,
  };
}

/**
 * By how much a lab can be extended, in seconds; infinite where the server does
 * not say, and refuses too much itself.
 */
export function longestExtensionOf({ expiresAt, maxExpiresAt }: Lab): number {
  if (!expiresAt || !maxExpiresAt) {
    return Infinity;
  }
  const seconds = Math.floor(secondsBetween(expiresAt, maxExpiresAt));
  // Seconds say nothing to people, unless there is nothing else.
  return seconds < MINUTE ? Math.max(0, seconds) : seconds - (seconds % MINUTE);
}
