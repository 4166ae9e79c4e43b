import type { LabRecord } from '../../database';
import { watched } from '../transitions/pausing';
import { inspected } from '../transitions/running';
import { write, type StepTools } from './StepTools';

/** Checks the conditions of a running lab. */
export async function inspect(
  lab: LabRecord,
  tools: StepTools,
): Promise<LabRecord> {
  const check = await tools.clusters.of(lab).check({ signal: tools.signal });
  const instant = tools.now();
  return write(lab, tools, current => inspected(current, check, instant));
}

/**
 * Checks whether a lab is used, and pauses one that has been idle for the
 * configured time. The evidence is the cluster's own count of people's requests;
 * a cluster that does not count them is never idle.
 */
export async function watch(
  lab: LabRecord,
  tools: StepTools,
): Promise<LabRecord> {
  const { clusters, signal, settings, notifier, now } = tools;
  const cluster = clusters.of(lab);
  // A lab that cannot be checked or paused is never idle.
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
