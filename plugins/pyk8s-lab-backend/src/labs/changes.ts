import { InputError } from '@backstage/errors';
import {
  formatDuration,
  parseDuration,
  type UpdateLabRequest,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { LabSettings } from '../config/LabSettings';
import type { LabChange, LabRecord, NewLabEvent } from '../database';
import { assertAlive, extended, rearmed, withTtl } from '../lifecycle';
import { readComponent } from './entityRefs';
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
  return events.length > 0
    ? { set: { ...set, generation: lab.generation + 1 }, events }
    : undefined;
}
