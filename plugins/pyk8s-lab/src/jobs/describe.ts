import type { LabJob } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { formatElapsed, secondsBetween } from '../labs';
import type { Translate } from '../translation';

/** Whether a job goes on. */
export const isRunning = ({ status }: Pick<LabJob, 'status'>): boolean =>
  status === 'RUNNING';

/** How a job ended and how long it took, in a few words. */
export function describeJobEnd(
  t: Translate,
  {
    status,
    createdAt,
    endedAt,
  }: Pick<LabJob, 'status' | 'createdAt' | 'endedAt'>,
): string {
  if (!endedAt || status === 'RUNNING') {
    return t(`jobs.ended.${status}`);
  }
  const seconds = secondsBetween(createdAt, endedAt);
  return t(`jobs.endedAfter.${status}`, {
    time: seconds < 1 ? t('jobs.underOneSecond') : formatElapsed(seconds),
  });
}
