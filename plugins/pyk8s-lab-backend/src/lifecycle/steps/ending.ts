import type { LabRecord } from '../../database';
import { deleted, expired, removing } from '../transitions/ending';
import { write, type StepTools } from './StepTools';

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
