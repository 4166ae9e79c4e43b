import type { LabRecord } from '../../database';
import { lacksNodes, observed } from '../transitions/observed';
import { write, type StepTools } from './StepTools';

/**
 * Writes down what the last look at its cluster means for a lab. A look that found
 * fewer nodes than expected may have been wrong, and a lab is in ERROR by it: so that
 * takes a second one.
 */
export async function reflect(
  lab: LabRecord,
  tools: StepTools,
): Promise<LabRecord> {
  if (lacksNodes(lab)) {
    await lookAgain(lab, tools);
  }
  return write(
    lab,
    tools,
    current =>
      observed(current, tools.settings, tools.now()) ??
      // Of an earlier look, at which the provider did not answer.
      (current.failures > 0
        ? { set: { failures: 0, statusMessage: '' } }
        : undefined),
  );
}

async function lookAgain(
  lab: LabRecord,
  { clusters, clusterStore, signal, now }: StepTools,
): Promise<void> {
  const { cluster } = lab;
  if (!cluster) {
    return;
  }
  const { id, version } = cluster;
  const at = now();
  const nodes = await clusters.of(lab).nodes({ signal });
  await clusterStore.observe({
    at,
    now: now(),
    same: [],
    news: [{ id, nodes, version }],
  });
}
