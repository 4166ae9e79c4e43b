import type { LabCondition } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import {
  readKubeconfig,
  type ClusterCheck,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { LabRecord, NewLabEvent } from '../../database';
import { sealAccess } from '../../kubeconfig';
import { expiryOnceRunning, resumedTime } from '../expiry';
import { finished } from '../progress';
import { rearmed, warned } from '../warnings';
import { write, type StepTools } from './StepTools';

/**
 * Writes that a cluster is ready, after it was made or its nodes were started,
 * unless the desired state has changed.
 */
export async function becomeRunning(
  lab: LabRecord,
  check: ClusterCheck,
  kubeconfig: string,
  event: NewLabEvent,
  tools: StepTools,
): Promise<LabRecord> {
  const { keyRing, settings, now } = tools;
  const access = readKubeconfig(kubeconfig);
  const instant = now();
  return write(lab, tools, current => {
    const comesUp =
      current.status === 'PROVISIONING' || current.status === 'RESUMING';
    if (current.desired !== 'running' || !comesUp) {
      return undefined;
    }
    const runningAt = current.runningAt ?? instant;
    const time = current.pausedAt
      ? resumedTime(current, settings, instant)
      : { expiresAt: expiryOnceRunning(runningAt, current.ttlSeconds) };
    return {
      set: {
        status: 'RUNNING',
        statusMessage: '',
        runningAt,
        ...time,
        ...(current.runningAt
          ? warned(current, time.expiresAt, settings, instant)
          : {
              warnedSeconds: rearmed(
                time.expiresAt,
                settings.ttl.warningsSeconds,
                instant,
              ),
            }),
        pausedAt: undefined,
        pausedSecondsLeft: undefined,
        // Whoever had it made or resumed means to use it.
        lastActiveAt: instant,
        activityCheckedAt: instant,
        activityCount: undefined,
        phase: undefined,
        phaseStartedAt: undefined,
        phases: finished(current.phases, instant),
        progress: 1,
        failures: 0,
        nodes: check.nodes,
        conditions: stillToCome(check.conditions),
        serverVersion: check.serverVersion,
        endpoint: access.server,
        kubeconfig: sealAccess(keyRing, lab.id, access),
      },
      events: [event],
    };
  });
}

/** What could not be found out is looked at again. */
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
