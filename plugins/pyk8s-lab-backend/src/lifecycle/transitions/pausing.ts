import { formatDuration } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { LabSettings } from '../../config/LabSettings';
import type { LabChange, LabRecord } from '../../database';
import { pausedTime } from '../expiry';
import { warned } from '../warnings';

/** The change of a lab whose nodes have stopped. */
export function paused(
  lab: LabRecord,
  settings: LabSettings,
  now: Date,
): LabChange | undefined {
  if (lab.status !== 'PAUSING') {
    return undefined;
  }
  const time = pausedTime(lab, settings, now);
  return {
    set: {
      status: 'PAUSED',
      observedGeneration: lab.generation,
      // Why it was paused stays; what went wrong meanwhile does not.
      statusMessage: lab.failures > 0 ? '' : lab.statusMessage,
      ...time,
      ...warned(lab, time.expiresAt, settings, now),
      pausedAt: lab.pausedAt ?? now,
      conditions: {},
      nodes: lab.nodes.map(node => ({ ...node, state: 'stopped' })),
      failures: 0,
    },
    cluster: { state: 'stopped' },
    events: [
      {
        type: 'lab.paused',
        message:
          time.pausedSecondsLeft === undefined
            ? 'The lab is paused. The timer keeps running.'
            : 'The lab is paused. The timer is stopped.',
      },
    ],
  };
}

/**
 * The change of a running lab whose use was checked: one that nobody has used for
 * the configured time is paused.
 *
 * @param count - the cluster's own count of people's requests; undefined: it does
 *   not count them, and is never idle
 */
export function watched(
  lab: LabRecord,
  count: number | undefined,
  settings: LabSettings,
  now: Date,
): LabChange | undefined {
  if (lab.status !== 'RUNNING') {
    return undefined;
  }
  const { idleAfterSeconds } = settings.pause;
  const used = count === undefined || count !== lab.activityCount;
  const lastActiveAt = used ? now : lab.lastActiveAt ?? now;
  const set = {
    activityCheckedAt: now,
    activityCount: count,
    lastActiveAt,
    failures: 0,
    statusMessage: '',
  };
  const idleSeconds = (now.getTime() - lastActiveAt.getTime()) / 1000;
  if (idleAfterSeconds === undefined || idleSeconds < idleAfterSeconds) {
    return { set };
  }
  const message = `Paused because nobody used it for ${formatDuration(
    idleSeconds,
  )}. Resume it to continue.`;
  return {
    set: {
      ...set,
      desired: 'paused',
      status: 'PAUSING',
      statusMessage: message,
      nextAttemptAt: now,
    },
    events: [
      {
        type: 'lab.idle',
        message,
        data: { lastActiveAt: lastActiveAt.toISOString() },
      },
    ],
  };
}
