import { formatDuration } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { LabRecord } from '../../database';
import { deleted, expired, removing } from '../transitions/ending';
import { dueWarning } from '../warnings';
import { write, type StepTools } from './StepTools';

/**
 * Tells a lab's owner that its end is near. The warning is written down first and
 * sent then, so that a notification that cannot be sent holds nothing up.
 */
export async function warn(
  lab: LabRecord,
  tools: StepTools,
): Promise<LabRecord> {
  const { settings, notifier, now } = tools;
  let given: number | undefined;
  const warned = await write(lab, tools, current => {
    // It may have been extended since the decision.
    given = dueWarning(current, settings.ttl.warningsSeconds, now());
    if (given === undefined) {
      return undefined;
    }
    const secondsLeft = Math.max(
      0,
      Math.round((current.expiresAt.getTime() - now().getTime()) / 1000),
    );
    return {
      set: { warnedSeconds: given },
      events: [
        {
          type: 'lab.expiring',
          message: `Ends in ${formatDuration(secondsLeft)}.`,
          data: { secondsLeft, expiresAt: current.expiresAt.toISOString() },
        },
      ],
    };
  });
  if (given !== undefined) {
    await notifier.expiring(warned, now());
  }
  return warned;
}

/** Marks a lab that has expired; from then on it is wanted deleted. */
export async function expire(
  lab: LabRecord,
  tools: StepTools,
): Promise<LabRecord> {
  return write(lab, tools, current => expired(current, tools.now()));
}

/** Removes the cluster, and says DELETED once the provider has nothing left. */
export async function destroy(
  lab: LabRecord,
  tools: StepTools,
): Promise<LabRecord> {
  const { logger, now } = tools;
  const current = await write(lab, tools, removing);
  if (current.cluster) {
    await tools.changing(current, (cluster, signal) =>
      cluster.destroy({ signal, logger }),
    );
  }
  return write(lab, tools, last => deleted(last, now()));
}
