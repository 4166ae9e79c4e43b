import type { LabCondition } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { ClusterCheck } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { LabSettings } from '../../config/LabSettings';
import type {
  EncryptedKubeconfig,
  LabChange,
  LabRecord,
  NewLabEvent,
} from '../../database';
import { expiryOnceRunning, resumedTime } from '../expiry';
import { rearmed, warned } from '../warnings';
import { withTimes } from './conditions';
import { finished } from './phases';

/** How long DNS may take after RUNNING before it counts as failed. */
const SETTLING_MS = 120_000;
const INSPECT_AGAIN_MS = 2_000;

/**
 * The change of a lab whose cluster is ready, after it was created or its nodes were
 * started; none where something else is wanted now.
 */
export function running(
  lab: LabRecord,
  reached: {
    check: ClusterCheck;
    endpoint: string;
    kubeconfig: EncryptedKubeconfig;
    event: NewLabEvent;
  },
  settings: LabSettings,
  now: Date,
): LabChange | undefined {
  const { check, endpoint, kubeconfig, event } = reached;
  const comesUp = lab.status === 'PROVISIONING' || lab.status === 'RESUMING';
  if (lab.desired !== 'running' || !comesUp) {
    return undefined;
  }
  const runningAt = lab.runningAt ?? now;
  const time = lab.pausedAt
    ? resumedTime(lab, settings, now)
    : { expiresAt: expiryOnceRunning(runningAt, lab.ttlSeconds) };
  return {
    set: {
      status: 'RUNNING',
      observedGeneration: lab.generation,
      statusMessage: '',
      runningAt,
      ...time,
      ...(lab.runningAt
        ? warned(lab, time.expiresAt, settings, now)
        : {
            warnedSeconds: rearmed(
              time.expiresAt,
              settings.ttl.warningsSeconds,
              now,
            ),
          }),
      pausedAt: undefined,
      pausedSecondsLeft: undefined,
      // A lab that was just created or resumed counts as used.
      lastActiveAt: now,
      activityCheckedAt: now,
      activityCount: undefined,
      phase: undefined,
      phaseStartedAt: undefined,
      phases: finished(lab.phases, now),
      progress: 1,
      failures: 0,
      nodes: check.nodes,
      conditions: withTimes(stillToCome(check.conditions), lab.conditions, now),
      serverVersion: check.serverVersion,
      endpoint,
      kubeconfig,
    },
    cluster: { state: 'ready' },
    events: [event],
  };
}

/** An unknown result is checked again. */
function stillToCome(
  conditions: Readonly<Record<string, LabCondition>>,
): Record<string, LabCondition> {
  return Object.fromEntries(
    Object.entries(conditions).map(([name, condition]) => [
      name,
      condition.status === 'unknown'
        ? { ...condition, status: 'pending' as const }
        : condition,
    ]),
  );
}

/**
 * The change of a running lab whose conditions were checked, such as DNS, which
 * follows some seconds after RUNNING by itself.
 */
export function inspected(
  lab: LabRecord,
  check: ClusterCheck | undefined,
  now: Date,
): LabChange | undefined {
  if (lab.status !== 'RUNNING') {
    return undefined;
  }
  // Set when it became RUNNING, the first time or after a pause. People who work in
  // it meanwhile move it, which only gives DNS more time.
  const since = lab.lastActiveAt ?? lab.runningAt ?? lab.createdAt;
  const overdue = now.getTime() - since.getTime() > SETTLING_MS;
  const conditions: Record<string, LabCondition> = Object.fromEntries(
    Object.entries(check?.conditions ?? {}).map(([name, condition]) => [
      name,
      condition.status === 'ok' || condition.status === 'failed'
        ? condition
        : { ...condition, status: overdue ? 'failed' : 'pending' },
    ]),
  );
  const settled = Object.entries(conditions).filter(
    ([name, { status }]) =>
      status !== 'pending' && lab.conditions[name]?.status !== status,
  );
  const set = {
    nextAttemptAt: new Date(now.getTime() + INSPECT_AGAIN_MS),
    failures: 0,
    statusMessage: '',
  };
  return settled.length === 0
    ? { set }
    : {
        set: {
          ...set,
          conditions: withTimes(conditions, lab.conditions, now),
          nodes: check?.nodes ?? lab.nodes,
        },
        events: settled.map(([name, { status, message }]) => ({
          type: 'lab.condition',
          message,
          data: { condition: name, status },
        })),
      };
}
