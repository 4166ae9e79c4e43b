import type { LabCondition } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';

type Conditions = Readonly<Record<string, LabCondition>>;

/** Conditions with the time at which the status of each changed last. */
export function withTimes(
  conditions: Conditions,
  before: Conditions,
  now: Date,
): Record<string, LabCondition> {
  return Object.fromEntries(
    Object.entries(conditions).map(([name, condition]) => [
      name,
      {
        ...condition,
        lastTransitionTime:
          before[name]?.status === condition.status &&
          before[name].lastTransitionTime !== undefined
            ? before[name].lastTransitionTime
            : now.toISOString(),
      },
    ]),
  );
}
