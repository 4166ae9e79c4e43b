import type { LabJob } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { formatElapsed, secondsBetween } from '../labs';

/** Whether a job goes on. */
export const isRunning = ({ status }: Pick<LabJob, 'status'>): boolean =>
  status === 'RUNNING';

const ENDS: Record<LabJob['status'], string> = {
  RUNNING: 'Running',
  SUCCEEDED: 'Done',
  FAILED: 'Failed',
  CANCELLED: 'Cancelled',
};

/** How a job ended and how long it took, in a few words. */
export function describeJobEnd({
  status,
  createdAt,
  endedAt,
}: Pick<LabJob, 'status' | 'createdAt' | 'endedAt'>): string {
  if (!endedAt) {
    return ENDS[status];
  }
  const seconds = secondsBetween(createdAt, endedAt);
  return `${ENDS[status]} after ${
    seconds < 1 ? '<1s' : formatElapsed(seconds)
  }`;
}
