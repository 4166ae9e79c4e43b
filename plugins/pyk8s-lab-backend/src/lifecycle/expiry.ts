import { InputError } from '@backstage/errors';
import { formatDuration } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { LabSettings } from '../config';
import type { LabRecord } from '../database';

const later = (from: Date, seconds: number) =>
  new Date(from.getTime() + seconds * 1000);

/**
 * When a lab that is not RUNNING yet is given up: it has its whole time, and at
 * least as long as all attempts at provisioning may take. So what never comes up
 * ends too.
 *
 * @param from - when the lab was asked for
 */
export function expiryBeforeRunning(
  from: Date,
  ttlSeconds: number,
  provisioning: LabSettings['provisioning'],
): Date {
  return later(
    from,
    Math.max(ttlSeconds, provisioning.timeoutSeconds * provisioning.attempts),
  );
}

/** When the time of a lab is over that became RUNNING at an instant. */
export function expiryOnceRunning(runningAt: Date, ttlSeconds: number): Date {
  return later(runningAt, ttlSeconds);
}

/**
 * Checks how long a lab may live.
 * @throws InputError naming the bounds
 */
export function assertTtl(ttlSeconds: number, ttl: LabSettings['ttl']): void {
  if (ttlSeconds < ttl.minSeconds || ttlSeconds > ttl.maxSeconds) {
    throw new InputError(
      `A lab lives between ${formatDuration(
        ttl.minSeconds,
      )} and ${formatDuration(ttl.maxSeconds)}; ${formatDuration(
        ttlSeconds,
      )} is ${ttlSeconds < ttl.minSeconds ? 'too short' : 'too long'}.`,
    );
  }
}

/** How long a lab lives, and until when. */
export interface LabTime {
  readonly ttlSeconds: number;
  readonly expiresAt: Date;
}

/**
 * The time of a lab whose time is set anew: counted from RUNNING, or from now
 * when it is not RUNNING yet.
 * @throws InputError when that is out of bounds, or over already
 */
export function withTtl(
  lab: LabRecord,
  ttlSeconds: number,
  settings: LabSettings,
  now: Date,
): LabTime {
  assertTtl(ttlSeconds, settings.ttl);
  if (!lab.runningAt) {
    return {
      ttlSeconds,
      expiresAt: expiryBeforeRunning(now, ttlSeconds, settings.provisioning),
    };
  }
  const expiresAt = expiryOnceRunning(lab.runningAt, ttlSeconds);
  if (expiresAt <= now) {
    throw new InputError(
      `The lab has been running for longer than ${formatDuration(
        ttlSeconds,
      )}: delete it, or choose a longer time.`,
    );
  }
  return { ttlSeconds, expiresAt };
}

/**
 * The time of a lab that is extended.
 * @throws InputError when it would live longer than a lab may live in all
 */
export function extended(
  lab: LabRecord,
  bySeconds: number,
  settings: LabSettings,
): LabTime {
  const ttlSeconds = lab.ttlSeconds + bySeconds;
  const most = settings.ttl.maxLifetimeSeconds;
  if (ttlSeconds > most) {
    const room = most - lab.ttlSeconds;
    throw new InputError(
      `A lab lives for ${formatDuration(most)} in all; ${
        room > 0
          ? `this one can be extended by ${formatDuration(room)} at most.`
          : 'this one cannot be extended any further.'
      }`,
    );
  }
  return { ttlSeconds, expiresAt: later(lab.expiresAt, bySeconds) };
}
