import {
  formatBytes,
  type Lab,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Alert, Button, Text, VisuallyHidden } from '@backstage/ui';
import { RiFolderDownloadLine } from '@remixicon/react';
import { useRef } from 'react';
import { type LogArchiveResult, useLogArchive } from '../../hooks';
import styles from './LabLogs.module.css';

function statusOf({ state: { phase, bytes }, fileName }: LogArchiveResult) {
  switch (phase) {
    case 'making':
      return bytes > 0
        ? `The archive is being made: ${formatBytes(bytes)} so far.`
        : 'The archive is being made.';
    case 'saved':
      return `${fileName} is downloaded: ${formatBytes(bytes)}.`;
    case 'cancelled':
      return 'Cancelled: nothing was saved.';
    default:
      return 'How the lab was made, its activity, and the logs of its nodes and pods, in one archive. It says so when something was too large to be in it.';
  }
}

/** What is said aloud; how much has come would be said without an end. */
const SAID = {
  idle: '',
  making: 'The archive is being made',
  saved: 'The archive is downloaded',
  cancelled: 'Cancelled',
  // The alert says it.
  failed: '',
};

/** Gets all logs of a lab as one archive. */
export const LogArchive = ({
  lab,
  isBlocked,
}: {
  lab: Lab;
  /** There is no cluster to get logs from now. */
  isBlocked: boolean;
}) => {
  const archive = useLogArchive(lab);
  const { state, start, cancel } = archive;
  const startButton = useRef<HTMLButtonElement>(null);
  const isMaking = state.phase === 'making';
  return (
    <>
      <div role="group" aria-label="All logs" className={styles.archive}>
        <Button
          ref={startButton}
          variant="secondary"
          iconStart={<RiFolderDownloadLine />}
          isPending={isMaking}
          isDisabled={isBlocked}
          onPress={start}
        >
          Download everything
        </Button>
        {isMaking && (
          <Button
            variant="tertiary"
            onPress={() => {
              cancel();
              // This button goes, and the focus would go nowhere.
              startButton.current?.focus();
            }}
          >
            Cancel
          </Button>
        )}
        <Text as="p" color="secondary" className={styles.note}>
          {statusOf(archive)}
        </Text>
      </div>
      {state.phase === 'failed' && (
        <Alert
          status="danger"
          icon
          role="alert"
          title="The logs could not be downloaded"
          description={state.error}
        />
      )}
      <VisuallyHidden role="status">{SAID[state.phase]}</VisuallyHidden>
    </>
  );
};
