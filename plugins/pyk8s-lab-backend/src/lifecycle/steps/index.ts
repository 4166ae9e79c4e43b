import type { LabSettings } from '../../config/LabSettings';
import type { LabRecord } from '../../database';
import type { LabStep } from '../decide';
import { destroy, expire, warn } from './ending';
import { inspect, watch } from './lookAfter';
import { pause, resume } from './pausing';
import { provision } from './provision';
import { reflect } from './reflect';
import type { StepTools } from './StepTools';

export type { StepTools } from './StepTools';

/** What a worker does; resting is nothing to do. */
export type StepKind = Exclude<LabStep['do'], 'rest'>;

/** Each step, and the most time that it may take. */
export const STEPS: Readonly<
  Record<
    StepKind,
    {
      readonly take: (lab: LabRecord, tools: StepTools) => Promise<LabRecord>;
      readonly timeoutMs: (settings: LabSettings) => number;
    }
  >
> = {
  expire: { take: expire, timeoutMs: () => 30_000 },
  destroy: { take: destroy, timeoutMs: () => 300_000 },
  provision: {
    take: provision,
    // It has a limit of its own, and says then what it waited for.
    timeoutMs: ({ provisioning }) =>
      provisioning.timeoutSeconds * 1000 + 30_000,
  },
  pause: { take: pause, timeoutMs: () => 180_000 },
  resume: { take: resume, timeoutMs: () => 300_000 },
  reflect: { take: reflect, timeoutMs: () => 30_000 },
  warn: { take: warn, timeoutMs: () => 30_000 },
  inspect: { take: inspect, timeoutMs: () => 30_000 },
  watch: { take: watch, timeoutMs: () => 30_000 },
};
