import { Button } from '@backstage/ui';
import { RiArrowDownLine } from '@remixicon/react';
import type { CSSProperties } from 'react';
import { LOG_BOUNDS, type LogState } from '../../logs';
import { type Translate, useTranslate } from '../../translation';
import { LogLine } from './LogLine';
import type { LogFinding } from './useLogFind';
import { useLogWindow } from './useLogWindow';
import { PROBE } from './useMetrics';
import styles from './LabLogs.module.css';

// The letter of a level, and the space around it and the number.
const COLUMNS_BESIDE_NUMBER = 4;

/** The lines of a log, of which only those in sight are drawn. */
export const LogLinesView = ({
  name,
  log: { lines, version, phase },
  wraps,
  find: { search, current },
}: {
  name: string;
  log: LogState;
  wraps: boolean;
  find: LogFinding;
}) => {
  const t = useTranslate();
  const numberColumns = String(lines.end).length;
  const view = useLogWindow({
    lines,
    version,
    wraps,
    gutterColumns: numberColumns + COLUMNS_BESIDE_NUMBER,
    goTo: current,
  });
  const { from, to, metrics } = view;
  const style: CSSProperties & Record<`--${string}`, string | number> = {
    '--number-columns': numberColumns,
    '--columns': lines.longest + numberColumns + COLUMNS_BESIDE_NUMBER,
  };
  return (
    <div className={styles.sight}>
      {lines.first > 0 && (
        <p className={styles.cut}>
          {t('logs.view.cut', {
            count: lines.first,
            most: LOG_BOUNDS.lines,
          })}
        </p>
      )}
      <div
        {...view.scroller}
        className={`${styles.scroll} ${wraps ? styles.wraps : ''}`}
        style={style}
        // A log would be read aloud as it grows.
        role="log"
        aria-live="off"
        aria-label={t('logs.view.label', { name })}
        aria-busy={phase === 'loading'}
      >
        <div ref={view.probeRef} className={styles.probe} aria-hidden="true">
          {PROBE}
        </div>
        {lines.count === 0 && <p className={styles.hint}>{hintOf(t, phase)}</p>}
        <div className={styles.all} style={{ height: view.total }}>
          <div
            className={styles.drawn}
            style={{ transform: `translateY(${view.offset}px)` }}
          >
            {Array.from({ length: to - from }, (_, index) => from + index).map(
              line => (
                <LogLine
                  key={line}
                  number={line + 1}
                  text={lines.at(line)}
                  stamp={lines.stampOf(line)}
                  isNote={lines.isNote(line)}
                  isCurrent={line === current?.line}
                  height={wraps ? view.heightOf(line) : metrics.rowHeight}
                  search={search}
                  t={t}
                />
              ),
            )}
          </div>
        </div>
      </div>
      {!view.isAtEnd && (
        <Button
          size="small"
          variant="secondary"
          className={styles.toEnd}
          iconStart={<RiArrowDownLine />}
          onPress={view.toEnd}
        >
          {t('logs.view.toEnd')}
        </Button>
      )}
    </div>
  );
};

function hintOf(t: Translate, phase: LogState['phase']): string {
  switch (phase) {
    case 'loading':
      return t('logs.view.loading');
    case 'waiting':
      return t('logs.view.waits');
    case 'failed':
      return t('logs.view.nothingCame');
    case 'ended':
      return t('logs.view.nothingWritten');
    default:
      return t('logs.view.nothingYet');
  }
}
