import { formatDuration } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { LabRecord } from '../../database';
import { write, type StepTools } from './StepTools';

/**
 * Looks whether anybody uses a lab, and pauses one that nobody has used for the
 * configured time. The evidence is the cluster's own count of people's requests;
 * a cluster that does not count them is never idle.
 */
export async function watch(
  lab: LabRecord,
  tools: StepTools,
): Promise<LabRecord> {
  const { cluster, signal, settings, notifier, now } = tools;
  const idleAfterSeconds = settings.pause.idleAfterSeconds;
  const activity = await cluster.activity({ signal });
  const instant = now();
  const seen = await write(lab, tools, current => {
    if (current.status !== 'RUNNING') {
      return undefined;
    }
    const count = activity?.requests;
    const used = count === undefined || count !== current.activityCount;
    const lastActiveAt = used ? instant : current.lastActiveAt ?? instant;
    const look = {
      activityCheckedAt: instant,
      activityCount: count,
      lastActiveAt,
      failures: 0,
      statusMessage: '',
    };
    const idleSeconds = (instant.getTime() - lastActiveAt.getTime()) / 1000;
    if (idleAfterSeconds === undefined || idleSeconds < idleAfterSeconds) {
      return { set: look };
    }
    const message = `Paused because nobody used it for ${formatDuration(
      idleSeconds,
    )}. Resume it to continue.`;
    return {
      set: {
        ...look,
        desired: 'paused',
        status: 'PAUSING',
        statusMessage: message,
        nextAttemptAt: instant,
      },
      events: [
        {
          type: 'lab.idle',
          message,
          data: { lastActiveAt: lastActiveAt.toISOString() },
        },
      ],
    };
  });
  if (seen.status === 'PAUSING') {
    await notifier.idle(seen);
  }
  return seen;
}
