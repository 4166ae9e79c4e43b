import type { LabJob } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Button } from '@backstage/ui';
import { useFormatInstant } from '../../hooks';
import { describeJobEnd, isRunning } from '../../jobs/describe';
import { useTranslate } from '../../translation';
import { OwnerLink } from '../common/OwnerLink';
import { ProgressBar } from '../common/ProgressBar';
import { ProgressItem, type ProgressLook } from './ProgressItem';

const LOOKS: Record<LabJob['status'], ProgressLook> = {
  RUNNING: 'running',
  SUCCEEDED: 'done',
  FAILED: 'failed',
  CANCELLED: 'cancelled',
};

/** A job of the server. */
export const JobItem = ({
  job,
  onCancel,
}: {
  job: LabJob;
  /** Undefined when the person may not cancel it. */
  onCancel: (() => void) | undefined;
}) => {
  const t = useTranslate();
  const formatInstant = useFormatInstant();
  const { title, status, message, progress, createdBy, createdAt } = job;
  const goesOn = isRunning(job);
  const state = goesOn
    ? progress !== undefined &&
      t('images.progress.percent', { percent: progress })
    : describeJobEnd(t, job);
  return (
    <ProgressItem
      title={title}
      look={LOOKS[status]}
      message={message}
      facts={
        <>
          {state && `${state} · `}
          {createdBy ? <OwnerLink entityRef={createdBy} /> : t('jobs.byPortal')}
          {' · '}
          <time dateTime={createdAt}>{formatInstant(createdAt)}</time>
        </>
      }
      action={
        goesOn &&
        onCancel && (
          <Button
            size="small"
            variant="secondary"
            aria-label={t('images.progress.cancelOne', { name: title })}
            onPress={onCancel}
          >
            {t('images.progress.cancel')}
          </Button>
        )
      }
    >
      {goesOn && <ProgressBar label={title} percent={progress} />}
    </ProgressItem>
  );
};
