import type { LabRecord } from '../../database';
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
