import type {
  Lab,
  LabStatus,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { Translate } from '../translation';

/** The colour of a status, by what it means. */
export type Tone = 'neutral' | 'info' | 'success' | 'warning' | 'danger';

/** How a status is shown. What it is called is a message: `status.RUNNING`. */
export interface StatusLook {
  tone: Tone;
  /** Something is being done: the status changes by itself. */
  isBusy: boolean;
}

const LOOKS: Record<LabStatus, StatusLook> = {
  QUEUED: { tone: 'neutral', isBusy: true },
  PROVISIONING: { tone: 'info', isBusy: true },
  RUNNING: { tone: 'success', isBusy: false },
  PAUSING: { tone: 'neutral', isBusy: true },
  PAUSED: { tone: 'neutral', isBusy: false },
  RESUMING: { tone: 'info', isBusy: true },
  ERROR: { tone: 'danger', isBusy: false },
  DELETING: { tone: 'warning', isBusy: true },
  DELETED: { tone: 'neutral', isBusy: false },
};

/** How to show a status. */
export function lookOf(status: LabStatus): StatusLook {
  return LOOKS[status];
}

/** Where a QUEUED lab is in the queue, and why it waits, in words. */
export function describeWaiting(
  t: Translate,
  { queuePosition, statusMessage }: Lab,
): string {
  const place =
    queuePosition === undefined
      ? t('overview.progress.waits')
      : t('overview.progress.queuePosition', {
          position: String(queuePosition),
        });
  return [place, statusMessage].filter(Boolean).join(' ');
}
