import { ConflictError } from '@backstage/errors';
import type { LabSettings } from '../../config/LabSettings';
import type { LabChange, LabRecord } from '../../database';
import { expiryBeforeRunning } from '../expiry';

/**
 * The change that pauses a lab; none when that was asked for before.
 * @throws ConflictError when it does not run
 */
export function pauseLab(
  lab: LabRecord,
  actorRef: string,
  now: Date,
): LabChange | undefined {
  assertAlive(lab);
  if (lab.desired === 'paused') {
    return undefined;
  }
  if (lab.status !== 'RUNNING' && lab.status !== 'RESUMING') {
    throw new ConflictError(
      `Only a lab that is RUNNING can be paused; this one is ${lab.status}.`,
    );
  }
  return {
    set: {
      generation: lab.generation + 1,
      desired: 'paused',
      status: 'PAUSING',
      statusMessage: '',
      failures: 0,
      nextAttemptAt: now,
    },
    events: [{ type: 'lab.pausing', message: 'Pausing.', actorRef }],
  };
}

/**
 * The change that resumes a lab; none when that was asked for before.
 * @throws ConflictError when it is not paused
 */
export function resumeLab(
  lab: LabRecord,
  actorRef: string,
  now: Date,
): LabChange | undefined {
  assertAlive(lab);
  if (lab.status === 'RUNNING' || lab.status === 'RESUMING') {
    return undefined;
  }
  if (lab.desired !== 'paused') {
    throw new ConflictError(
      `Only a lab that is PAUSED can be resumed; this one is ${lab.status}.`,
    );
  }
  return {
    set: {
      generation: lab.generation + 1,
      desired: 'running',
      status: 'RESUMING',
      statusMessage: '',
      failures: 0,
      nextAttemptAt: now,
    },
    events: [{ type: 'lab.resuming', message: 'Resuming.', actorRef }],
  };
}

/** The change that asks for a lab's deletion; none when it was asked for before. */
export function deleteLab(
  lab: LabRecord,
  actorRef: string,
  now: Date,
): LabChange | undefined {
  if (lab.desired === 'deleted') {
    return undefined;
  }
  return {
    set: {
      generation: lab.generation + 1,
      desired: 'deleted',
      status: 'DELETING',
      statusMessage: '',
      failures: 0,
      nextAttemptAt: now,
    },
    events: [
      {
        type: 'lab.deleting',
        message: 'Deletion requested.',
        actorRef,
      },
    ],
  };
}

/**
 * The change that puts a lab in ERROR into the queue again.
 * @throws ConflictError when it is not in ERROR
 */
export function retryLab(
  lab: LabRecord,
  context: { actorRef: string; settings: LabSettings; now: Date },
): LabChange {
  assertAlive(lab);
  if (lab.status !== 'ERROR') {
    throw new ConflictError(
      `Only a lab in ERROR can be recreated; this one is ${lab.status}.`,
    );
  }
  const { actorRef, settings, now } = context;
  // What pauses have added to its time belongs to the cluster that was.
  const ttlSeconds = Math.min(lab.ttlSeconds, settings.ttl.maxSeconds);
  return {
    set: {
      generation: lab.generation + 1,
      status: 'QUEUED',
      ttlSeconds,
      statusMessage: '',
      attempt: 0,
      failures: 0,
      progress: 0,
      phase: undefined,
      phaseStartedAt: undefined,
      phases: [],
      nodes: [],
      conditions: {},
      // A lab that is recreated has its whole time again.
      runningAt: undefined,
      warnedSeconds: undefined,
      lastActiveAt: undefined,
      activityCount: undefined,
      activityCheckedAt: undefined,
      kubeconfig: undefined,
      endpoint: undefined,
      serverVersion: undefined,
      nextAttemptAt: now,
      expiresAt: expiryBeforeRunning(now, ttlSeconds, settings.provisioning),
    },
    // It gets another cluster, once nothing is left of this one.
    cluster:
      lab.cluster && lab.cluster.state !== 'gone'
        ? { state: 'removing' }
        : undefined,
    events: [{ type: 'lab.retried', message: 'Recreating.', actorRef }],
  };
}

/** @throws ConflictError when it is deleted, or is about to be */
export function assertAlive(lab: LabRecord): void {
  if (lab.desired === 'deleted') {
    throw new ConflictError(
      `The lab "${lab.name}" is ${
        lab.status === 'DELETED' ? 'deleted' : 'being deleted'
      }: make a new one.`,
    );
  }
}
