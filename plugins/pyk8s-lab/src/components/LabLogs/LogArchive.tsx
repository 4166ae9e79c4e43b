import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Alert, Button, Text, VisuallyHidden } from '@backstage/ui';
import { RiFolderDownloadLine } from '@remixicon/react';
import { useRef } from 'react';
import { type LogArchiveResult, useLogArchive } from '../../hooks';
import type { ArchiveState } from '../../logs';
import { formatSize, type Translate, useTranslate } from '../../translation';
import styles from './LabLogs.module.css';

function statusOf(t: Translate, { state, fileName }: LogArchiveResult) {
  const size = formatSize(t, state.bytes);
  switch (state.phase) {
    case 'making':
      if (state.isWaiting) {
        return t('logs.archive.waiting');
      }
      return state.bytes > 0
        ? t('logs.archive.makingSoFar', { size })
        : t('logs.archive.making');
    case 'saved':
      return t('logs.archive.saved', { file: fileName, size });
    case 'cancelled':
      return t('logs.archive.cancelled');
    default:
      return t('logs.archive.help');
  }
}

/** What is said aloud; how much has come would be said without an end. */
function saidOf(t: Translate, phase: ArchiveState['phase']) {
  switch (phase) {
    case 'making':
      return t('logs.archive.saidMaking');
    case 'saved':
      return t('logs.archive.saidSaved');
    case 'cancelled':
      return t('logs.archive.saidCancelled');
    default:
      // The alert says it when it failed.
      return '';
  }
}

/** Gets all logs of a lab as one archive. */
export const LogArchive = ({
  lab,
  isBlocked,
}: {
  lab: Lab;
  /** There is no cluster to get logs from now. */
  isBlocked: boolean;
}) => {
  const t = useTranslate();
  const archive = useLogArchive(lab);
  const { state, start, cancel } = archive;
  const startButton = useRef<HTMLButtonElement>(null);
  const isMaking = state.phase === 'making';
  return (
    <>
      <div
        role="group"
        aria-label={t('logs.archive.label')}
        className={styles.archive}
      >
        <Button
          ref={startButton}
          variant="secondary"
          iconStart={<RiFolderDownloadLine />}
          isPending={isMaking}
          isDisabled={isBlocked}
          onPress={start}
        >
          {t('logs.archive.download')}
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
            {t('logs.archive.cancel')}
          </Button>
        )}
        <Text as="p" color="secondary" className={styles.note}>
          {statusOf(t, archive)}
        </Text>
      </div>
      {state.phase === 'failed' && (
        <Alert
          status="danger"
          icon
          role="alert"
          title={t('logs.archive.failed')}
          description={state.error ?? t('logs.archive.broken')}
        />
      )}
      <VisuallyHidden role="status">{saidOf(t, state.phase)}</VisuallyHidden>
    </>
  );
};
