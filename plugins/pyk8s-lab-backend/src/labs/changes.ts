import { ConflictError, InputError } from '@backstage/errors';
import {
  formatDuration,
  parseDuration,
  type UpdateLabRequest,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { LabSettings } from '../config';
import type { LabChange, LabRecord, NewLabEvent } from '../database';
import { expiryBeforeRunning, extended, rearmed, withTtl } from '../lifecycle';
import { readComponent } from './components';
import { readPurpose } from './newLab';

/**
 * The change that a request makes to a lab.
 *
 * @param ownerRef - the new owner, when there is one
 * @throws InputError or ConflictError saying what to do
 */
export function updateLab(
  lab: LabRecord,
  request: UpdateLabRequest,
  context: {
    ownerRef?: string;
    actorRef: string;
    settings: LabSettings;
    now: Date;
  },
): LabChange | undefined {
  assertAlive(lab);
  const { ownerRef, actorRef, settings, now } = context;
  if (request.ttl !== undefined && request.extendBy !== undefined) {
    throw new InputError('Give ttl or extendBy, not both.');
  }
  const set: { -readonly [K in keyof LabChange['set']]: LabChange['set'][K] } =
    {};
  const events: NewLabEvent[] = [];

  if (request.ttl !== undefined || request.extendBy !== undefined) {
    const time =
      request.extendBy === undefined
        ? withTtl(lab, parseDuration(request.ttl ?? ''), settings, now)
        : extended(lab, parseDuration(request.extendBy), settings, now);
    Object.assign(set, time, {
      // Looked at again at once, for its warnings and its end.
      ...(lab.status === 'QUEUED' ? {} : { nextAttemptAt: now }),
      warnedSeconds: lab.runningAt
        ? rearmed(time.expiresAt, settings.ttl.warningsSeconds, now)
        : undefined,
      lastActiveAt: lab.runningAt ? now : undefined,
    });
    const shorter = time.expiresAt < lab.expiresAt;
    events.push({
      type: shorter ? 'lab.updated' : 'lab.extended',
      message:
        request.extendBy === undefined
          ? `Lives for ${formatDuration(
              parseDuration(request.ttl ?? ''),
            )} in all.`
          : `Extended by ${formatDuration(parseDuration(request.extendBy))}.`,
      actorRef,
      data: {
        expiresAt: time.expiresAt.toISOString(),
        previousExpiresAt: lab.expiresAt.toISOString(),
      },
    });
  }
  const purpose = readPurpose(request.purpose);
  if (request.purpose !== undefined && purpose !== lab.purpose) {
    set.purpose = purpose;
    events.push({
      type: 'lab.updated',
      message: 'Purpose changed.',
      actorRef,
    });
  }
  const componentRef = readComponent(request.component);
  if (request.component !== undefined && componentRef !== lab.componentRef) {
    set.componentRef = componentRef;
    events.push({
      type: 'lab.updated',
      message: componentRef
        ? `Component: ${componentRef}.`
        : `Component removed: ${lab.componentRef}.`,
      actorRef,
      data: {
        component: componentRef ?? null,
        previousComponent: lab.componentRef ?? null,
      },
    });
  }
  if (ownerRef !== undefined && ownerRef !== lab.ownerRef) {
    set.ownerRef = ownerRef;
    events.push({
      type: 'lab.updated',
      message: `Transferred from ${lab.ownerRef} to ${ownerRef}.`,
      actorRef,
      data: { owner: ownerRef, previousOwner: lab.ownerRef },
    });
  }
  return events.length > 0 ? { set, events } : undefined;
}

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
      // A cluster that is made anew has its whole time again.
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
    events: [{ type: 'lab.retried', message: 'Recreating.', actorRef }],
  };
}

function assertAlive(lab: LabRecord): void {
  if (lab.desired === 'deleted') {
    throw new ConflictError(
      `The lab "${lab.name}" is ${
        lab.status === 'DELETED' ? 'deleted' : 'being deleted'
      }: make a new one.`,
    );
  }
}
