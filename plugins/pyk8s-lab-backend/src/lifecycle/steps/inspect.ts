import type { LabCondition } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { LabRecord } from '../../database';
import { write, type StepTools } from './StepTools';

/** How long DNS may take after RUNNING before it counts as failed. */
const SETTLING_MS = 120_000;
const INSPECT_AGAIN_MS = 2_000;

/**
 * Looks how the conditions of a running lab are, such as DNS, which follows some
 * seconds after RUNNING by itself.
 */
export async function inspect(
  lab: LabRecord,
  tools: StepTools,
): Promise<LabRecord> {
  const { cluster, signal, now } = tools;
  const check = await cluster.check({ signal });
  const instant = now();
  // Set when it became RUNNING, the first time or after a pause. People who work in
  // it meanwhile move it, which only gives DNS more time.
  const since = lab.lastActiveAt ?? lab.runningAt ?? lab.createdAt;
  const overdue = instant.getTime() - since.getTime() > SETTLING_MS;
  const conditions: Record<string, LabCondition> = Object.fromEntries(
    Object.entries(check?.conditions ?? {}).map(([name, condition]) => [
      name,
      condition.status === 'ok' || condition.status === 'failed'
        ? condition
        : { ...condition, status: overdue ? 'failed' : 'pending' },
    ]),
  );
  return write(lab, tools, current => {
    if (current.status !== 'RUNNING') {
      return undefined;
    }
    const again = new Date(instant.getTime() + INSPECT_AGAIN_MS);
    const settled = Object.entries(conditions).filter(
      ([name, { status }]) =>
        status !== 'pending' && current.conditions[name]?.status !== status,
    );
    if (settled.length === 0) {
      return {
        set: { nextAttemptAt: again, failures: 0, statusMessage: '' },
      };
    }
    return {
      set: {
        conditions,
        nodes: check?.nodes ?? current.nodes,
        nextAttemptAt: again,
        failures: 0,
        statusMessage: '',
      },
      events: settled.map(([name, { status, message }]) => ({
        type: 'lab.condition',
        message,
        data: { condition: name, status },
      })),
    };
  });
}
