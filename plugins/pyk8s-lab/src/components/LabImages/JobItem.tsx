import type { LabJob } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Button } from '@backstage/ui';
import { useFormatInstant } from '../../hooks';
import { describeJobEnd, isRunning } from '../../jobs';
import { OwnerLink } from '../OwnerLink';
import { ProgressBar } from '../ProgressBar';
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
  const formatInstant = useFormatInstant();
  const { title, status, message, progress, createdBy, createdAt } = job;
  const goesOn = isRunning(job);
  const state = goesOn
    ? progress !== undefined && `${progress} %`
    : describeJobEnd(job);
  return (
    <ProgressItem
      title={title}
      look={LOOKS[status]}
      message={message}
      facts={
        <>
          {state && `${state} · `}
          {createdBy ? <OwnerLink entityRef={createdBy} /> : 'The portal'}
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
            aria-label={`Cancel: ${title}`}
            onPress={onCancel}
          >
            Cancel
          </Button>
        )
      }
    >
      {goesOn && <ProgressBar label={title} percent={progress} />}
    </ProgressItem>
  );
};
