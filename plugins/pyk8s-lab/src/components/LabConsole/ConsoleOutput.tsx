import { Button, Text, ToggleButton } from '@backstage/ui';
import { RiEraserLine, RiTextWrap } from '@remixicon/react';
import { useState } from 'react';
import { MAX_SCROLLBACK, type Scrollback } from '../../console';
import { useFollowedEnd } from '../../hooks';
import { formatSize, useTranslate } from '../../translation';
import { Terminal } from '../common/Terminal';
import { ConsoleEntryView } from './ConsoleEntryView';
import styles from './LabConsole.module.css';

/** What was run in a lab, and what it printed. */
export const ConsoleOutput = ({
  scrollback,
  isWaiting,
  maxOutputBytes,
  onClear,
}: {
  scrollback: Scrollback;
  /** The last command has not started yet. */
  isWaiting: boolean;
  maxOutputBytes: number;
  onClear: () => void;
}) => {
  const t = useTranslate();
  const { entries, isCut } = scrollback;
  // Tables are read without it, and long lines with it.
  const [wraps, setWraps] = useState(false);
  const follow = useFollowedEnd<HTMLDivElement>(
    scrollback,
    entries[entries.length - 1]?.id,
  );
  return (
    <Terminal>
      <div className={styles.bar}>
        <Text as="h3" variant="body-small" weight="bold">
          {t('console.output')}
        </Text>
        <span className={styles.space} />
        <ToggleButton
          size="small"
          iconStart={<RiTextWrap />}
          isSelected={wraps}
          onChange={setWraps}
        >
          {t('console.wrapLines')}
        </ToggleButton>
        <Button
          size="small"
          variant="tertiary"
          iconStart={<RiEraserLine />}
          isDisabled={entries.length === 0}
          onPress={onClear}
        >
          {t('console.clear')}
        </Button>
      </div>
      <div
        {...follow}
        className={`${styles.scroll} ${wraps ? styles.wraps : ''}`}
        // A log would be read aloud as it grows: only how it ends is.
        role="log"
        aria-live="off"
        aria-label={t('console.output')}
      >
        {entries.length === 0 && (
          <p className={styles.hint}>{t('console.empty')}</p>
        )}
        {isCut && (
          <p className={styles.hint}>
            {t('console.cut', { size: formatSize(t, MAX_SCROLLBACK) })}
          </p>
        )}
        <div className={styles.entries}>
          {entries.map(entry => (
            <ConsoleEntryView
              key={entry.id}
              entry={entry}
              isWaiting={isWaiting && !entry.ending}
              maxOutputBytes={maxOutputBytes}
            />
          ))}
        </div>
      </div>
    </Terminal>
  );
};
