import type { LabSettings } from '../../config/LabSettings';
import type { LabChange, LabRecord } from '../../database';
import { retryPauseMs } from '../decide';
import { isUnavailable, wordsOf } from '../errors';
import { pausedTime } from '../expiry';

/** When it is tried again: after a pause, but no later than its time is over. */
const nextTry = (lab: LabRecord, failures: number, now: Date) =>
  new Date(
    Math.min(
      now.getTime() + retryPauseMs(failures),
      Math.max(now.getTime(), lab.expiresAt.getTime()),
    ),
  );

function isRetryable(error: unknown): boolean {
  return !(
    error instanceof Error &&
    error.name === 'ProvisioningError' &&
    'retryable' in error &&
    error.retryable === false
  );
}

/**
 * What becomes of a lab after an attempt at provisioning failed: it waits for its
 * next attempt, or is in ERROR when there is none. Names are compared rather than
 * classes, since a provider may bring its own copy of the package.
 *
 * @param isLeft - whether something is left of its cluster; undefined: the attempt
 *   goes on with what there is
 */
export function afterFailedAttempt(
  lab: LabRecord,
  error: unknown,
  settings: LabSettings['provisioning'],
  now: Date,
  isLeft?: boolean,
): LabChange {
  const words = wordsOf(error);
  if (isUnavailable(error)) {
    const failures = lab.failures + 1;
    return {
      set: {
        status: 'QUEUED',
        statusMessage: words,
        attempt: Math.max(0, lab.attempt - 1),
        failures,
        progress: 0,
        phase: undefined,
        phaseStartedAt: undefined,
        nextAttemptAt: nextTry(lab, failures, now),
      },
      // Told once, not with every look.
      events: lab.failures > 0 ? [] : [{ type: 'lab.waiting', message: words }],
    };
  }
  const cluster =
    isLeft === undefined
      ? undefined
      : ({ state: isLeft ? 'broken' : 'gone' } as const);
  if (isRetryable(error) && lab.attempt < settings.attempts) {
    const failures = lab.failures + 1;
    return {
      cluster,
      set: {
        status: 'QUEUED',
        statusMessage: `Attempt ${lab.attempt} of ${settings.attempts} failed; retrying: ${words}`,
        failures,
        progress: 0,
        phase: undefined,
        phaseStartedAt: undefined,
        nextAttemptAt: nextTry(lab, failures, now),
      },
      events: [
        {
          type: 'lab.retrying',
          message: words,
          data: { attempt: lab.attempt, attempts: settings.attempts },
        },
      ],
    };
  }
  return {
    cluster,
    set: {
      status: 'ERROR',
      statusMessage: words,
      failures: 0,
      nextAttemptAt: lab.expiresAt,
    },
    events: [
      {
        type: 'lab.failed',
        message: words,
        data: lab.phase
          ? { attempt: lab.attempt, phase: lab.phase }
          : { attempt: lab.attempt },
      },
    ],
  };
}

const DOING: Partial<Record<LabRecord['status'], string>> = {
  DELETING: 'Deleting',
  PAUSING: 'Pausing',
  RESUMING: 'Resuming',
};

/** How soon it is looked again whether a provider can be reached. */
const UNAVAILABLE_MS = 5_000;

/**
 * What becomes of a lab after any other step failed. A deletion or a look is
 * tried again for as long as it takes; pausing and resuming as often as
 * provisioning, and then the lab is what it was before: nothing of it is lost.
 * A provider that cannot be reached is no try.
 */
export function afterFailedStep(
  lab: LabRecord,
  error: unknown,
  settings: LabSettings,
  now: Date,
): LabChange {
  const doing = DOING[lab.status] ?? 'Looking at the lab';
  const words = wordsOf(error);
  const limited = lab.status === 'PAUSING' || lab.status === 'RESUMING';
  if (limited && isUnavailable(error)) {
    return {
      set: {
        statusMessage: words,
        // That something went wrong, but not how often: so that the words are
        // gone once it has gone right.
        failures: Math.max(1, lab.failures),
        nextAttemptAt: new Date(
          Math.min(now.getTime() + UNAVAILABLE_MS, lab.expiresAt.getTime()),
        ),
      },
      // Told once, not with every look, whose numbers may differ.
      events: lab.failures > 0 ? [] : [{ type: 'lab.waiting', message: words }],
    };
  }
  const failures = lab.failures + 1;
  if (limited && failures >= settings.provisioning.attempts) {
    return backToBefore(lab, `${doing} failed: ${words}`, settings, now);
  }
  const message = `${doing} failed; retrying: ${words}`;
  return {
    set: {
      failures,
      statusMessage: message,
      nextAttemptAt:
        lab.desired === 'deleted'
          ? new Date(now.getTime() + retryPauseMs(failures))
          : nextTry(lab, failures, now),
    },
    events: failures > 1 ? [] : [{ type: 'lab.step-failed', message }],
  };
}

/**
 * The change of a lab that could be neither paused nor resumed. Nodes that a pause
 * has stopped until then are started again before the lab is RUNNING.
 */
function backToBefore(
  lab: LabRecord,
  message: string,
  settings: LabSettings,
  now: Date,
): LabChange {
  const events = [{ type: 'lab.failed', message }];
  const shared = { statusMessage: message, failures: 0, nextAttemptAt: now };
  return lab.status === 'PAUSING'
    ? { set: { ...shared, desired: 'running', status: 'RESUMING' }, events }
    : {
        set: {
          ...shared,
          ...pausedTime(lab, settings, now),
          desired: 'paused',
          status: 'PAUSED',
          pausedAt: lab.pausedAt ?? now,
        },
        events,
      };
}
