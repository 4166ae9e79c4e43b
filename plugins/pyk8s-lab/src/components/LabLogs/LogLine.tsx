import { VisuallyHidden } from '@backstage/ui';
import { memo } from 'react';
import { levelOf, type LogSearch } from '../../logs';
import type { Translate } from '../../translation';
import styles from './LabLogs.module.css';

const MARKS = {
  error: { letter: 'E', className: styles.error },
  warning: { letter: 'W', className: styles.warning },
};

/**
 * A line of a log. How bad it is has a letter and a word, so that one need not see
 * its colour.
 */
export const LogLine = memo(
  ({
    number,
    text,
    stamp,
    isNote,
    isCurrent,
    height,
    search,
    t,
  }: {
    /** From 1. */
    number: number;
    text: string;
    /** The time as the log has it, where the text begins with a time. */
    stamp: string | undefined;
    /** The page says it, rather than the log. */
    isNote: boolean;
    /** It is the match that was gone to. */
    isCurrent: boolean;
    /** In pixels. */
    height: number;
    search: LogSearch;
    /** Given, since there are many lines. */
    t: Translate;
  }) => {
    const level = isNote ? undefined : levelOf(text);
    const mark = level && MARKS[level];
    return (
      <div
        className={[
          styles.line,
          mark?.className,
          isNote && styles.noteLine,
          isCurrent && styles.currentLine,
        ]
          .filter(Boolean)
          .join(' ')}
        aria-current={isCurrent || undefined}
        style={{ height }}
      >
        <span className={styles.number} aria-hidden="true">
          {number}
        </span>
        <span className={styles.mark}>
          {level && mark && (
            <>
              <span aria-hidden="true">{mark.letter}</span>
              <VisuallyHidden>{t(`logs.view.${level}`)}</VisuallyHidden>
            </>
          )}
        </span>
        <span className={styles.text} title={stamp}>
          {search
            .partsOf(text)
            .map((part, index) =>
              part.isMatch ? <mark key={index}>{part.text}</mark> : part.text,
            )}
        </span>
      </div>
    );
  },
);
