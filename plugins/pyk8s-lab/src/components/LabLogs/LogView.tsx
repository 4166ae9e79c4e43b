import { ButtonIcon, ToggleButton } from '@backstage/ui';
import { RiDownloadLine, RiFileCopyLine, RiTextWrap } from '@remixicon/react';
import { useState } from 'react';
import type { LogState } from '../../logs';
import { useTranslate } from '../../translation';
import { Terminal } from '../common/Terminal';
import { LogFind } from './LogFind';
import { LogLinesView } from './LogLinesView';
import { type LogHandlers, LogStatusBar } from './LogStatusBar';
import { useLogFind } from './useLogFind';
import styles from './LabLogs.module.css';

/** A log, with what finds one's way in it. */
export const LogView = ({
  name,
  log,
  on,
}: {
  name: string;
  log: LogState;
  on: LogHandlers;
}) => {
  const t = useTranslate();
  const { lines } = log;
  const [wraps, setWraps] = useState(false);
  const find = useLogFind(lines);
  const isEmpty = lines.count === 0;
  return (
    <Terminal>
      <div className={styles.bar}>
        <LogFind find={find} />
        <span className={styles.space} />
        <ToggleButton
          size="small"
          iconStart={<RiTextWrap />}
          isSelected={wraps}
          onChange={setWraps}
        >
          {t('logs.view.wrapLines')}
        </ToggleButton>
        <ButtonIcon
          aria-label={t('logs.view.copy')}
          size="small"
          variant="tertiary"
          icon={<RiFileCopyLine />}
          isDisabled={isEmpty}
          onPress={on.onCopy}
        />
        <ButtonIcon
          aria-label={t('logs.view.download')}
          size="small"
          variant="tertiary"
          icon={<RiDownloadLine />}
          isDisabled={isEmpty}
          onPress={on.onDownload}
        />
      </div>
      <LogLinesView name={name} log={log} wraps={wraps} find={find} />
      <LogStatusBar log={log} on={on} />
    </Terminal>
  );
};
