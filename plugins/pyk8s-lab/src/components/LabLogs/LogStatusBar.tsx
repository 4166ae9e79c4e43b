import { Button, ToggleButton } from '@backstage/ui';
import { RiPauseLine, RiPlayLine, RiPlayListAddLine } from '@remixicon/react';
import { describeLog, type LogState } from '../../logs';
import { useTranslate } from '../../translation';
import styles from './LabLogs.module.css';

/** What a person does with a log. */
export interface LogHandlers {
  onFollow: (follows: boolean) => void;
  onPause: () => void;
  onResume: () => void;
  onCopy: () => void;
  onDownload: () => void;
}

/** What a log does now, and whether it goes on. */
export const LogStatusBar = ({
  log,
  on,
}: {
  log: LogState;
  on: LogHandlers;
}) => {
  const t = useTranslate();
  const { follows, isPaused, phase } = log;
  const isAlive = phase === 'following' || phase === 'reconnecting';
  return (
    <div className={styles.bar}>
      <span className={styles.status}>{describeLog(t, log)}</span>
      <span className={styles.space} />
      <ToggleButton
        size="small"
        iconStart={<RiPlayListAddLine />}
        isSelected={follows}
        onChange={on.onFollow}
      >
        {t('logs.view.follow')}
      </ToggleButton>
      <Button
        size="small"
        variant="tertiary"
        iconStart={isPaused ? <RiPlayLine /> : <RiPauseLine />}
        isDisabled={!isPaused && !isAlive}
        // The lab itself can be paused, too.
        aria-label={
          isPaused ? t('logs.view.resumeLog') : t('logs.view.pauseLog')
        }
        onPress={isPaused ? on.onResume : on.onPause}
      >
        {isPaused ? t('logs.view.resume') : t('logs.view.pause')}
      </Button>
    </div>
  );
};
