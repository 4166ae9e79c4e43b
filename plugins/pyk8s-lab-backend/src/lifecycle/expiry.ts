import { InputError } from '@backstage/errors';
import { formatDuration } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { DateTime } from 'luxon';
import type { LabSettings } from '../config/LabSettings';
import type { LabRecord } from '../database';

const later = (from: Date, seconds: number) =>
  DateTime.fromJSDate(from).plus({ seconds }).toJSDate();

const secondsBetween = (from: Date, to: Date) =>
  Math.round(
    DateTime.fromJSDate(to).diff(DateTime.fromJSDate(from)).as('seconds'),
  );

/**
 * When a lab that is not RUNNING yet expires: it has its whole time, and at
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

/** The latest instant that a lab can live to; none before it is RUNNING. */
export function latestExpiry(
  lab: LabRecord,
  settings: Pick<LabSettings, 'ttl'>,
): Date | undefined {
  return lab.runningAt && later(lab.runningAt, settings.ttl.maxLifetimeSeconds);
}

/**
 * The time of a lab that is paused: it goes on, or, where a pause stops it, what
 * is left is kept, and the lab ends when no lab may live any longer.
 */
export function pausedTime(
  lab: LabRecord,
  settings: LabSettings,
  now: Date,
): LabTime {
  if (lab.pausedSecondsLeft !== undefined) {
    // Paused again before it ran: what was left then is left still.
    const { ttlSeconds, expiresAt, pausedSecondsLeft } = lab;
    return { ttlSeconds, expiresAt, pausedSecondsLeft };
  }
  const latest = latestExpiry(lab, settings);
  if (!settings.pause.stopsTime || !latest) {
    return { ttlSeconds: lab.ttlSeconds, expiresAt: lab.expiresAt };
  }
  return {
    ttlSeconds: settings.ttl.maxLifetimeSeconds,
    expiresAt: latest,
    pausedSecondsLeft: Math.max(1, secondsBetween(now, lab.expiresAt)),
  };
}

/** The time of a lab that is resumed: what was left of it, if that was kept. */
export function resumedTime(
  lab: LabRecord,
  settings: Pick<LabSettings, 'ttl'>,
  now: Date,
): LabTime {
  const latest = latestExpiry(lab, settings);
  if (lab.pausedSecondsLeft === undefined || !latest || !lab.runningAt) {
    return { ttlSeconds: lab.ttlSeconds, expiresAt: lab.expiresAt };
  }
  const wanted = later(now, lab.pausedSecondsLeft);
  const expiresAt = wanted < latest ? wanted : latest;
  return {
    ttlSeconds: secondsBetween(lab.runningAt, expiresAt),
    expiresAt,
  };
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
  /** While PAUSED with its time stopped, what is left of it. */
  readonly pausedSecondsLeft?: number;
}

/**
 * The expiry of a lab whose lifetime is changed: counted from RUNNING, or from now
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
  // While a pause stops the lab's time, it is the time that it had run by then.
  const stopped =
    lab.pausedSecondsLeft !== undefined ? lab.pausedAt : undefined;
  const expiresAt = expiryOnceRunning(lab.runningAt, ttlSeconds);
  if (expiresAt <= (stopped ?? now)) {
    throw new InputError(
      `The lab has been running for longer than ${formatDuration(
        ttlSeconds,
      )}: delete it, or choose a longer time.`,
    );
  }
  return stopped
    ? {
        ttlSeconds: lab.ttlSeconds,
        expiresAt: lab.expiresAt,
        pausedSecondsLeft: secondsBetween(stopped, expiresAt),
      }
    : { ttlSeconds, expiresAt };
}

/**
 * The time of a lab that is extended.
 * @throws InputError when it would live longer than a lab may live in all
 */
export function extended(
  lab: LabRecord,
  bySeconds: number,
  settings: LabSettings,
  now: Date,
): LabTime {
  const most = settings.ttl.maxLifetimeSeconds;
  const stopped = lab.pausedSecondsLeft;
  const latest = latestExpiry(lab, settings);
  const room =
    stopped !== undefined && latest
      ? secondsBetween(now, latest) - stopped
      : most - lab.ttlSeconds;
  if (bySeconds > room) {
    throw new InputError(
      `A lab lives for ${formatDuration(most)} in all; ${
        room > 0
          ? `this one can be extended by ${formatDuration(room)} at most.`
          : 'this one cannot be extended any further.'
      }`,
    );
  }
  return stopped === undefined
    ? {
        ttlSeconds: lab.ttlSeconds + bySeconds,
        expiresAt: later(lab.expiresAt, bySeconds),
      }
    : {
        ttlSeconds: lab.ttlSeconds,
        expiresAt: lab.expiresAt,
        pausedSecondsLeft: stopped + bySeconds,
      };
}
