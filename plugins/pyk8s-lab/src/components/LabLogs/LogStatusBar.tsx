import { Button, ToggleButton } from '@backstage/ui';
import { RiPauseLine, RiPlayLine, RiPlayListAddLine } from '@remixicon/react';
import { describeLog, type LogState } from '../../logs';
import type { LogHandlers } from './LogView';
import styles from './LabLogs.module.css';

/** What a log does now, and whether it goes on. */
export const LogStatusBar = ({
  log,
  on,
}: {
  log: LogState;
  on: LogHandlers;
}) => {
  const { follows, isPaused, phase } = log;
  const isAlive = phase === 'following' || phase === 'reconnecting';
  return (
    <div className={styles.bar}>
      <span className={styles.status}>{describeLog(log)}</span>
      <span className={styles.space} />
      <ToggleButton
        size="small"
        iconStart={<RiPlayListAddLine />}
        isSelected={follows}
        onChange={on.onFollow}
      >
        Follow
      </ToggleButton>
      <Button
        size="small"
        variant="tertiary"
        iconStart={isPaused ? <RiPlayLine /> : <RiPauseLine />}
        isDisabled={!isPaused && !isAlive}
        // The lab itself can be paused, too.
        aria-label={isPaused ? 'Resume the log' : 'Pause the log'}
        onPress={isPaused ? on.onResume : on.onPause}
      >
        {isPaused ? 'Resume' : 'Pause'}
      </Button>
    </div>
  );
};
