import type { LabRecord } from '../../database';
import { observed } from '../transitions/observed';
import { write, type StepTools } from './StepTools';

/** Writes down what the last look at its cluster means for a lab. */
export async function reflect(
  lab: LabRecord,
  tools: StepTools,
): Promise<LabRecord> {
  return write(lab, tools, current =>
    observed(current, tools.settings, tools.now()),
  );
}
