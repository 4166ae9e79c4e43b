import type { LabSettings } from '../config/LabSettings';
import type { LabRecord } from '../database';

const left = (expiresAt: Date, now: Date) =>
  (expiresAt.getTime() - now.getTime()) / 1000;

/** The warning that an end this far away is within already, the shortest. */
const within = (warningsSeconds: readonly number[], secondsLeft: number) =>
  warningsSeconds
    .filter(seconds => secondsLeft <= seconds)
    .sort((one, other) => one - other)[0];

/**
 * The warning that is due now: the shortest that the lab's end is within,
 * unless it was given.
 *
 * @returns its seconds before the end
 */
export function dueWarning(
  lab: LabRecord,
  warningsSeconds: readonly number[],
  now: Date,
): number | undefined {
  const warning = within(warningsSeconds, left(lab.expiresAt, now));
  return warning !== undefined &&
    (lab.warnedSeconds === undefined || warning < lab.warnedSeconds)
    ? warning
    : undefined;
}

/** When the next warning is due; undefined when all were sent. */
export function nextWarningAt(
  lab: LabRecord,
  warningsSeconds: readonly number[],
): Date | undefined {
  const next = warningsSeconds
    .filter(seconds => seconds < (lab.warnedSeconds ?? Infinity))
    .sort((one, other) => other - one)[0];
  return next === undefined
    ? undefined
    : new Date(lab.expiresAt.getTime() - next * 1000);
}

/**
 * What counts as warned of once a lab has a new end: whatever that end is within
 * from the beginning, since the owner chose it. The others are armed again.
 */
export function rearmed(
  expiresAt: Date,
  warningsSeconds: readonly number[],
  now: Date,
): number | undefined {
  return within(warningsSeconds, left(expiresAt, now));
}

/**
 * The same for a lab that is paused or runs (again): an end that has not moved
 * leaves the warnings as they are.
 */
export function warned(
  lab: LabRecord,
  expiresAt: Date,
  settings: Pick<LabSettings, 'ttl'>,
  now: Date,
): { warnedSeconds?: number } {
  return expiresAt.getTime() === lab.expiresAt.getTime()
    ? {}
    : { warnedSeconds: rearmed(expiresAt, settings.ttl.warningsSeconds, now) };
}
