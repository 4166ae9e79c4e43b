import type { LabSettings } from '../../config/LabSettings';
import type { LabChange, LabRecord, NewCluster } from '../../database';
import { expiryBeforeRunning } from '../expiry';

/**
 * The change of a lab whose turn has come.
 *
 * @param next - the cluster that it gets, unless something is left of an earlier one:
 *   that is gone on with, or removed first
 */
export function beginProvisioning(
  lab: LabRecord,
  next: NewCluster,
  now: Date,
  settings: LabSettings,
): LabChange {
  const attempt = lab.attempt + 1;
  const first = attempt === 1 && lab.failures === 0;
  // The time that it waited is not taken from the time that it has to come up.
  const givenUpAt = expiryBeforeRunning(
    now,
    lab.ttlSeconds,
    settings.provisioning,
  );
  return {
    cluster:
      lab.cluster && lab.cluster.state !== 'gone' ? undefined : { add: next },
    set: {
      status: 'PROVISIONING',
      statusMessage: '',
      attempt,
      phase: undefined,
      phaseStartedAt: undefined,
      phases: [],
      progress: 0,
      ...(first ? { expiresAt: givenUpAt } : {}),
    },
    events: [
      {
        type: 'lab.provisioning',
        message:
          attempt === 1
            ? 'Creating the cluster.'
            : `Creating the cluster, attempt ${attempt}.`,
        data: { attempt },
      },
    ],
  };
}

/** Said once as an event; a reason that only changes its numbers is no news. */
export function waitsFor(
  lab: LabRecord,
  reason: string,
): LabChange | undefined {
  if (lab.status !== 'QUEUED' || lab.statusMessage === reason) {
    return undefined;
  }
  return {
    set: { statusMessage: reason },
    events:
      lab.statusMessage === ''
        ? [{ type: 'lab.waiting', message: reason }]
        : [],
  };
}

export function neverFits(
  lab: LabRecord,
  reason: string,
): LabChange | undefined {
  return lab.status === 'QUEUED'
    ? {
        set: {
          status: 'ERROR',
          statusMessage: reason,
          nextAttemptAt: lab.expiresAt,
        },
        events: [{ type: 'lab.failed', message: reason }],
      }
    : undefined;
}
