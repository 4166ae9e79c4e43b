import type { LabRecord } from '../../database';
import { watched } from '../transitions/pausing';
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
  const { clusters, signal, settings, notifier, now } = tools;
  const cluster = clusters.of(lab);
  // What cannot be looked at is never idle, nor what could not be paused.
  const activity =
    cluster.can('activity') && cluster.can('power')
      ? await cluster.activity({ signal })
      : undefined;
  const instant = now();
  const seen = await write(lab, tools, current =>
    watched(current, activity?.requests, settings, instant),
  );
  if (seen.status === 'PAUSING') {
    await notifier.idle(seen);
  }
  return seen;
}
